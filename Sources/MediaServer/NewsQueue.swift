import MediaEngine
import Synchronization

/// The news on their way from the media threads to their one reader, who may lag: the acts wait for a disk.
///
/// What has happened is kept however late the reader is, as long as it reads, for nobody says it again: without its
/// `gone` a participant would count as connected for ever. It stays little, since a path takes a second and more to be
/// lost and comes back once. The lines alone are told every second by everybody, gigabytes where the disk stands still
/// for an hour: of these, and of ways that have become wider, only so many wait. A line that is left out is one second
/// of a mean, and a page tries a wider way by itself.
final class NewsQueue: Sendable {
    /// Five seconds of 1,600 participants.
    static let mostPassing = 8_192

    private let waiting: AsyncStream<MediaNews>
    private let entrance: AsyncStream<MediaNews>.Continuation
    /// How many of those that wait may be left out.
    private let passing = Atomic(0)

    init() { (waiting, entrance) = AsyncStream.makeStream(of: MediaNews.self, bufferingPolicy: .unbounded) }

    /// For one reader; ends when the queue has and is empty, or when the reader is cancelled.
    var news: AsyncStream<MediaNews> {
        AsyncStream(unfolding: { [self] in
            let next = await waiting.first { _ in true }
            if let next, Self.mayBeLeftOut(next) { passing.wrappingSubtract(1, ordering: .relaxed) }
            return next
        })
    }

    func add(_ news: MediaNews) {
        if Self.mayBeLeftOut(news) {
            guard passing.load(ordering: .relaxed) < Self.mostPassing else { return }
            passing.wrappingAdd(1, ordering: .relaxed)
        }
        entrance.yield(news)
    }

    func end() { entrance.finish() }

    private static func mayBeLeftOut(_ news: MediaNews) -> Bool {
        switch news {
        case .line, .upWidened: true
        default: false
        }
    }
}
