import Synchronization

/// A continuation that the first of several may resume.
final class Once: Sendable {
    private let waiting: Mutex<CheckedContinuation<Int64?, Never>?>

    init(_ continuation: CheckedContinuation<Int64?, Never>) { waiting = Mutex(continuation) }

    /// Resumes with this, unless somebody was earlier.
    func resume(_ value: Int64?) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: value)
    }
}
