import Foundation
import Testing

/// A property tried on a row of seeds, on all cores. A seed that fails says so with its number, and
/// `VENTERUM_SEED=<number>` tries that one alone; `VENTERUM_SEEDS=<factor>` tries so many times as many.
enum Seeds {
    private static let environment = ProcessInfo.processInfo.environment

    private static let lanes = max(1, ProcessInfo.processInfo.activeProcessorCount)
    private static let turns = DispatchSemaphore(value: lanes)

    /// Works on a thread of its own, as many at once as there are cores, and gives way to everybody else: other tests
    /// have servers to run and deadlines to keep.
    private static func onThread<Outcome: Sendable>(
        _ work: @escaping @Sendable () throws -> Outcome
    ) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                // On Linux the niceness is the thread's own.
                _ = nice(10)
                turns.wait()
                let outcome = Result { try work() }
                turns.signal()
                continuation.resume(with: outcome)
            }
            thread.start()
        }
    }

    private static func row(_ count: Int) -> [UInt64] {
        if let only = environment["VENTERUM_SEED"].flatMap(UInt64.init) { return [only] }
        let factor = environment["VENTERUM_SEEDS"].flatMap(Int.init) ?? 1
        return (1...max(1, count * factor)).map(UInt64.init)
    }

    /// - Parameter property: what is wrong with a seed's call; nil when nothing is.
    static func hold(_ count: Int, _ property: @escaping @Sendable (UInt64) throws -> String?) async throws {
        let seeds = row(count)
        let faults = try await withThrowingTaskGroup(of: [(UInt64, String)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    try await onThread {
                        try stride(from: lane, to: seeds.count, by: lanes).compactMap { place in
                            try property(seeds[place]).map { (seeds[place], $0) }
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }
        }
        let told = faults.prefix(10).map { "VENTERUM_SEED=\($0.0): \($0.1)" }.joined(separator: "\n")
        if !faults.isEmpty { Issue.record("\(faults.count) of \(seeds.count) seeds fail:\n\(told)") }
    }
}
