import Foundation
import Kernel
import Synchronization
import UseCases

/// The clock on the wall.
struct SystemClock: WallClock {
    func now() -> Instant { Instant(ms: Int64(Date().timeIntervalSince1970 * 1_000)) }
}

/// The clock on the wall, and whatever it has been set forward since the start.
final class DemonstrationClock: MovableClock {
    private let ahead = Mutex<Int64>(0)

    func now() -> Instant { SystemClock().now() + Milliseconds(ahead.withLock { $0 }) }

    func pass(_ span: Milliseconds) {
        // Never back: events must not be older than those that they follow.
        ahead.withLock { $0 += max(0, span.count) }
    }
}

/// The system's generator, which is fit for secrets (`getrandom(2)`).
struct SystemRandomness: Randomness {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
