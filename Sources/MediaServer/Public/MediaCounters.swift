import CNetwork
import MediaEngine
import MediaWire
import Synchronization

/// Sums of one media thread.
public typealias BoardCounters = MediaEngine.BoardCounters

/// What the media server has done since it began; nothing in it tells of a person.
public struct MediaCounters: Sendable {
    /// One media thread.
    public struct Thread: Sendable {
        public let board: BoardCounters
        /// Seconds of processor time that it has taken.
        public let cpuSeconds: Double
        /// Datagrams that the system did not take: its buffer was full, or there was no way to the address.
        public let datagramsUnsent: UInt64
    }

    public let threads: [Thread]
    /// Offers that were not accepted, by the reason's word: those of `OfferRefusal`, each of them there.
    public let offersRefused: [String: UInt64]
}

/// Counts the offers that were refused; the words are as many as there are reasons.
final class OfferCount: Sendable {
    private let counts = Mutex<[String: UInt64]>(
        Dictionary(uniqueKeysWithValues: OfferRefusal.allCases.map { ($0.rawValue, 0) }))

    func note(_ refusal: OfferRefusal) { counts.withLock { $0[refusal.rawValue, default: 0] &+= 1 } }

    var all: [String: UInt64] { counts.withLock { $0 } }
}

extension MediaServer {
    /// What has been done until now; a thread that has ended is left out.
    public func counters() async -> MediaCounters {
        var all: [MediaCounters.Thread] = []
        for thread in threads {
            let found = await withCheckedContinuation { (continuation: CheckedContinuation<MediaCounters.Thread?, Never>) in
                let isPosted = thread.post { board, _ in
                    let one = MediaCounters.Thread(
                        board: board.counters(), cpuSeconds: venterum_thread_cpu_seconds(), datagramsUnsent: thread.unsent)
                    continuation.resume(returning: one)
                }
                if !isPosted { continuation.resume(returning: nil) }
            }
            if let found { all.append(found) }
        }
        return MediaCounters(threads: all, offersRefused: refused.all)
    }
}
