import Testing

@testable import MediaEngine

/// How long packets take, and what becomes of that when a line is narrow.
@Suite struct TransitTests {
    /// Sound in packets of 60 ms over a line: large ones where somebody speaks, small ones in the pauses.
    private struct Talk {
        var transit = Transit()
        var nowUs: Int64 = 0
        var isTold = false
        private var number: Int64 = 0

        /// - Parameter bitsPerSecond: What the line carries; a packet takes what its bytes need.
        mutating func go(seconds: Double, bytes: Int64, bitsPerSecond: Int64, waitUs: Int64 = 0) {
            for _ in 0..<Int(seconds / 0.06) {
                number += 1
                nowUs = number * 60_000
                let takesUs = bytes * 8_000_000 / bitsPerSecond + waitUs
                transit.note(
                    (nowUs + takesUs) * 48 / 1_000 - number * 2_880, bytes: Int(bytes), clockRate: 48_000,
                    nowUs: nowUs + takesUs)
                isTold = transit.takeWidened() || isTold
            }
        }

        mutating func becomesNarrow() {
            go(seconds: 5, bytes: 150, bitsPerSecond: 10_000_000)
            for number in 0..<8 {
                // 65 kbit/s: what is measured is never quite right.
                transit.lineIsFull(bytes: UInt64(100_000 + number * 490), nowUs: nowUs)
                go(seconds: 0.06, bytes: 260, bitsPerSecond: 60_000, waitUs: 400_000)
            }
        }
    }

    /// Twice as much is told, as a picture has room in it.
    @Test(arguments: [(75_000, false), (120_000, true)]) func whatIsWider(_ bitsPerSecond: Int64, _ isWider: Bool) {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 4, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 4, bytes: 110, bitsPerSecond: 60_000)
        talk.go(seconds: 4, bytes: 260, bitsPerSecond: bitsPerSecond)
        #expect(talk.isTold == isWider)
    }

    /// A sound card that skips 15 ms makes all that follows seem later by so much.
    @Test func aSkippedMomentHidesNoWiderLine() {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 6, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 3, bytes: 260, bitsPerSecond: 60_000, waitUs: 15_000)
        #expect(!talk.isTold)
        talk.go(seconds: 1.2, bytes: 260, bitsPerSecond: 10_000_000, waitUs: 15_000)
        #expect(talk.isTold)
    }

    @Test func aPauseInTheTalkIsNoWiderLine() {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 6, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 2, bytes: 110, bitsPerSecond: 60_000)
        #expect(!talk.isTold)
        talk.go(seconds: 1.2, bytes: 260, bitsPerSecond: 10_000_000)
        #expect(talk.isTold)
    }

    @Test func theEndOfAQueueIsNoWiderLine() {
        var talk = Talk()
        talk.becomesNarrow()
        for wait in stride(from: Int64(400_000), to: 0, by: -40_000) {
            talk.go(seconds: 0.3, bytes: 260, bitsPerSecond: 60_000, waitUs: wait)
        }
        talk.go(seconds: 6, bytes: 260, bitsPerSecond: 60_000)
        #expect(!talk.isTold)
    }

    /// Found full again on the same narrow way, it still knows what packets took before that.
    @Test func aTrialThatFillsTheLineIsForgotten() {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 25, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 0.4, bytes: 260, bitsPerSecond: 60_000, waitUs: 250_000)
        talk.transit.lineIsFull(bytes: 200_000, nowUs: talk.nowUs)
        talk.go(seconds: 3, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 2, bytes: 110, bitsPerSecond: 60_000)
        #expect(!talk.isTold)
        talk.go(seconds: 1.2, bytes: 260, bitsPerSecond: 10_000_000)
        #expect(talk.isTold)
    }

    /// Nor is it blind after a trial, when it became wider just then.
    @Test func aLineThatBecomesWiderRightAfterATrialIsTold() {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 15, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 0.4, bytes: 260, bitsPerSecond: 60_000, waitUs: 250_000)
        talk.transit.lineIsFull(bytes: 160_000, nowUs: talk.nowUs)
        talk.go(seconds: 0.6, bytes: 260, bitsPerSecond: 60_000)
        #expect(!talk.isTold)
        talk.go(seconds: 1.2, bytes: 260, bitsPerSecond: 10_000_000)
        #expect(talk.isTold)
    }

    /// What packets took in the good time between is no measure for the second narrow one.
    @Test func aLineThatIsNarrowOnceMoreIsWatchedAnew() {
        var talk = Talk()
        talk.becomesNarrow()
        talk.go(seconds: 6, bytes: 260, bitsPerSecond: 60_000)
        talk.go(seconds: 3, bytes: 260, bitsPerSecond: 10_000_000)
        #expect(talk.isTold)
        talk.isTold = false
        talk.becomesNarrow()
        talk.go(seconds: 6, bytes: 260, bitsPerSecond: 60_000)
        #expect(!talk.isTold)
        talk.go(seconds: 1.2, bytes: 260, bitsPerSecond: 10_000_000)
        #expect(talk.isTold)
    }

    /// A line that was never full is not watched.
    @Test func nothingIsToldOfAGoodLine() {
        var talk = Talk()
        talk.go(seconds: 5, bytes: 260, bitsPerSecond: 500_000)
        talk.go(seconds: 5, bytes: 260, bitsPerSecond: 50_000_000)
        #expect(!talk.isTold)
    }
}
