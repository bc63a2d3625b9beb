import Foundation
import Kernel
import UseCases

/// The clock on the wall.
struct SystemClock: WallClock {
    func now() -> Instant { Instant(ms: Int64(Date().timeIntervalSince1970 * 1_000)) }
}

/// The system's generator, which is fit for secrets (`getrandom(2)`).
struct SystemRandomness: Randomness {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
