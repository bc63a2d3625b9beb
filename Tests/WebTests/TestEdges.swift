import Kernel
import Logging
import Synchronization
import UseCases
import Visits

/// A clock that stands still until a test moves it.
final class TestClock: WallClock {
    private let at: Mutex<Int64>

    init(_ at: Instant) { self.at = Mutex(at.ms) }

    func now() -> Instant { Instant(ms: at.withLock { $0 }) }

    func pass(_ span: Milliseconds) { at.withLock { $0 += span.count } }
}

/// The same bytes in every run, never the same twice in one (SplitMix64).
final class TestRandomness: Randomness {
    private let state = Mutex<UInt64>(7)

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var z = state
                z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: z ^ (z >> 31))
            }
        }
    }
}

/// A media server that answers everything and moves no packet.
final class TestMedia: MediaRooms {
    static let answer = "v=0\r\n" + String(repeating: "a=answer\r\n", count: 20)
    /// Offers that were too long to be read.
    let tooLarge = Mutex(0)
    let news = AsyncStream<MediaNews> { _ in }

    func join(_ peer: ID<Peer>, offer: String, home: ID<Clinic>?) async throws -> String {
        guard offer.hasPrefix("v=0") else { throw Refusal(.invalid, "offer-malformed") }
        return Self.answer
    }

    func restart(_ peer: ID<Peer>, offer: String) async throws -> String { "v=0\r\nagain" }
    func noteTooLarge() async { tooLarge.withLock { $0 += 1 } }
    func leave(_ peer: ID<Peer>) async {}
    func place(_ peer: ID<Peer>, in room: ID<Room>?, seat: Int) async {}
    func echo(_ peer: ID<Peer>, for span: Milliseconds, probeKbps: Int) async {}
    func stopEcho(_ peer: ID<Peer>) async {}
    func line(of peer: ID<Peer>) async -> LineReport? { LineReport(roundTripMs: 20) }
}

/// Keeps every line that is logged, at every level.
final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(book: self) }
        logger.logLevel = .trace
        return logger
    }

    private func add(_ line: String) { lines.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            book.add("\(event.message) \(metadata) \(event.metadata ?? [:])")
        }
    }
}
