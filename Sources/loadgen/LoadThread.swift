import CNetwork
import Glibc
import MediaWire
import Synchronization

/// The thread that a herd lives on; others hand it what is to be done there.
///
/// Unchecked, because the herd is touched by the thread alone and the mailbox has a lock.
final class LoadThread: @unchecked Sendable {
    private struct Mail {
        var commands: [@Sendable (Herd) -> Void] = []
        var isClosed = false
    }

    private let herd: Herd
    private let event: Int32
    private let mail = Mutex(Mail())
    private var thread = pthread_t()

    init(sending rates: Rates) throws {
        event = venterum_make_event()
        herd = try Herd(watching: event, sending: rates)
        let context = Unmanaged.passRetained(self)
        guard pthread_create(&thread, nil, runLoadThread, context.toOpaque()) == 0 else {
            context.release()
            throw LoadFailure("no thread for the peers")
        }
    }

    deinit { venterum_close(event) }

    /// Carries something out on the thread and gives what came of it.
    func ask<Outcome: Sendable>(_ act: @escaping @Sendable (Herd) throws -> Outcome) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            post { herd in continuation.resume(with: Result { try act(herd) }) }
        }
    }

    /// Hands something over without waiting for it.
    func post(_ act: @escaping @Sendable (Herd) -> Void) {
        mail.withLock { $0.commands.append(act) }
        venterum_signal(event)
    }

    /// Ends the thread, once, and waits for it: where the program ended before it, OpenSSL would clean up beneath its hands.
    func end() {
        mail.withLock { $0.isClosed = true }
        venterum_signal(event)
        pthread_join(thread, nil)
    }

    fileprivate func run() {
        while true {
            venterum_drain(event)
            let (commands, isClosed) = mail.withLock { mail in
                defer { mail.commands.removeAll() }
                return (mail.commands, mail.isClosed)
            }
            for command in commands { command(herd) }
            if isClosed { return }
            herd.turn()
        }
    }
}

/// The entry of the thread; a function of its own, so that it belongs to no actor.
private func runLoadThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<LoadThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
