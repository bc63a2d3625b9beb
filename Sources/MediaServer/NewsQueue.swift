import MediaEngine
import Synchronization

/// The news on their way from the media threads to their one reader, who may lag: the acts wait for a disk.
///
/// What has happened is kept however late the reader is, for nobody says it again: without its `gone` a participant
/// would count as connected for ever. It stays little, since a path takes a second and more to be lost and comes back
/// once. The lines alone are told every second by everybody, gigabytes where the disk stands still for an hour: of
/// these only so many wait, and each that is left out is one second of a mean.
final class NewsQueue: Sendable {
    /// Five seconds of 1,600 participants.
    static let mostLines = 8_192

    private let waiting: AsyncStream<MediaNews>
    private let entrance: AsyncStream<MediaNews>.Continuation
    /// How many of those that wait are lines.
    private let lines = Atomic(0)

    init() { (waiting, entrance) = AsyncStream.makeStream(of: MediaNews.self, bufferingPolicy: .unbounded) }

    /// For one reader; ends when the queue has, and is empty.
    var news: AsyncStream<MediaNews> {
        AsyncStream(unfolding: { [self] in
            let next = await waiting.first { _ in true }
            if case .line? = next { lines.wrappingSubtract(1, ordering: .relaxed) }
            return next
        })
    }

    func add(_ news: MediaNews) {
        if case .line = news {
            guard lines.load(ordering: .relaxed) < Self.mostLines else { return }
            lines.wrappingAdd(1, ordering: .relaxed)
        }
        entrance.yield(news)
    }

    func end() { entrance.finish() }
}
