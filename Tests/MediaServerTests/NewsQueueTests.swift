import Testing

@testable import MediaServer

/// What waits for a reader who lags.
@Suite struct NewsQueueTests {
    private let line = MediaNews.line(peer: "a", LineReport())

    @Test func linesAreLeftOutAndWhatHasHappenedIsNot() async {
        let queue = NewsQueue()
        let happened: [MediaNews] = [
            .connected(peer: "a"), .pathLost(peer: "a"), .pathBack(peer: "a"), .picturePaused(peer: "a"),
            .pictureResumed(peer: "a"), .gone(peer: "a"),
        ]
        for news in happened {
            for _ in 0..<NewsQueue.mostPassing { queue.add(line) }
            queue.add(.upWidened(peer: "a"))
            queue.add(news)
        }
        queue.end()
        var told: [MediaNews] = []
        for await news in queue.news { told.append(news) }
        #expect(told.count { $0 == line } == NewsQueue.mostPassing)
        #expect(told.filter { $0 != line } == happened)
    }

    @Test func aReaderWhoHasCaughtUpIsToldOfLinesAgain() async {
        let queue = NewsQueue()
        var reader = queue.news.makeAsyncIterator()
        for _ in 0..<NewsQueue.mostPassing { queue.add(line) }
        for _ in 0..<10 { _ = await reader.next() }
        for _ in 0..<20 { queue.add(line) }
        queue.end()
        var left = 0
        while await reader.next() != nil { left += 1 }
        #expect(left == NewsQueue.mostPassing)
    }
}
