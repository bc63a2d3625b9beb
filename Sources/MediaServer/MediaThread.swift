import CNetwork
import Glibc
import MediaEngine
import MediaWire
import Synchronization

/// One media thread: it owns a UDP port, a TCP port where there is one, and a switchboard, and nobody else touches either.
///
/// Unchecked, because only the mailbox, which has a lock, and constants are used from other threads.
final class MediaThread: @unchecked Sendable {
    /// A command for the thread, carried out between two batches of datagrams.
    typealias Command = @Sendable (Switchboard, _ nowUs: Int64) -> Void

    private struct Mail {
        var commands: [Command] = []
        var isClosed = false
        var onEnd: [@Sendable () -> Void] = []
    }

    let port: UInt16
    private let udp: UdpPort
    private let tcp: TcpPort?
    private let switchboard: Switchboard
    private let epoll: Int32
    private let event: Int32
    private let mail = Mutex(Mail())
    private let running = Mutex<pthread_t?>(nil)
    private let tell: @Sendable (MediaNews) -> Void

    /// While more datagrams gather: one wake-up for many costs a fraction of many wake-ups, and so little is not heard.
    /// Two milliseconds saved no more than the longest rest, and were seen in the delay. Where many gather soon a
    /// shorter one does, for what has gathered takes its time too; a full batch says that more waits already.
    private static func restUs(after count: Int32) -> Int64 {
        count >= UdpPort.batch ? 0 : count >= UdpPort.batch / 4 ? 300 : 1_400
    }
    /// The thread's name, by which its processor time is told from that of the pages.
    private static let name = "media"
    /// Batches taken one after the other before commands are carried out and news is told.
    private static let mostBatches = 16
    /// Events taken with one wait.
    private static let mostEvents: Int32 = 64

    init(
        _ udp: UdpPort, _ tcp: TcpPort?, _ switchboard: Switchboard, tell: @escaping @Sendable (MediaNews) -> Void
    ) throws(MediaFailure) {
        self.udp = udp
        self.tcp = tcp
        self.switchboard = switchboard
        self.tell = tell
        port = udp.port
        epoll = venterum_make_epoll()
        event = venterum_make_event()
        guard epoll >= 0, event >= 0, venterum_watch(epoll, udp.descriptor, EPOLLIN.rawValue, 0, 1) == 0,
            venterum_watch(epoll, event, EPOLLIN.rawValue, 1, 1) == 0, tcp?.watch(epoll) != false
        else { throw MediaFailure("no epoll for the media thread") }
        udp.streams = tcp
        switchboard.outbox.flush = { [udp] outbox in udp.send(outbox) }
    }

    deinit {
        venterum_close(epoll)
        venterum_close(event)
    }

    /// Begins the loop on a thread of its own.
    func start() throws(MediaFailure) {
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, runMediaThread, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw MediaFailure("no thread for the media: error \(result)")
        }
        running.withLock { $0 = thread }
    }

    /// Waits, after its end, until the thread is no more: where the program ended before it, OpenSSL would clean up beneath
    /// its hands.
    func join() {
        let thread = running.withLock { running in
            defer { running = nil }
            return running
        }
        if let thread { pthread_join(thread, nil) }
    }

    /// Hands a command over; false when the thread has ended.
    func post(_ command: @escaping Command) -> Bool {
        let isOpen = mail.withLock { mail in
            if !mail.isClosed { mail.commands.append(command) }
            return !mail.isClosed
        }
        if isOpen { venterum_signal(event) }
        return isOpen
    }

    /// Datagrams that could not be sent; to be asked within a command.
    var unsent: UInt64 { udp.unsent }

    /// Ends the loop; `done` is called when it has.
    func end(_ done: @escaping @Sendable () -> Void) {
        let isOpen = mail.withLock { mail in
            defer { mail.isClosed = true }
            if !mail.isClosed { mail.onEnd.append(done) }
            return !mail.isClosed
        }
        if isOpen { venterum_signal(event) } else { done() }
    }

    fileprivate func run() {
        venterum_name_thread(Self.name)
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Int(Self.mostEvents)) { events in
            while true {
                let isIdle = switchboard.count == 0 && tcp?.isBusy != true
                let count = venterum_wait(epoll, events.baseAddress, Self.mostEvents, isIdle ? -1 : Switchboard.turnUs)
                let isOpen = carryOut()
                exchange(events, count)
                if !isOpen { break }
            }
        }
        for done in mail.withLock({ $0.onEnd }) { done() }
    }

    /// Carries out what is in the mailbox; false when the thread is to end.
    private func carryOut() -> Bool {
        venterum_drain(event)
        let (commands, isOpen) = mail.withLock { mail in
            defer { mail.commands.removeAll() }
            return (mail.commands, !mail.isClosed)
        }
        for command in commands { command(switchboard, venterum_now_us()) }
        return isOpen
    }

    /// Takes what has come until nothing waits, with a rest between, and sends what came of it.
    private func exchange(_ events: UnsafeMutableBufferPointer<epoll_event>, _ told: Int32) {
        var nowUs = venterum_now_us()
        var told = told
        for _ in 0..<Self.mostBatches {
            var hasCome = false
            if let tcp {
                for place in 0..<Int(told) where tcp.take(events[place], switchboard, nowUs: nowUs) { hasCome = true }
            }
            let count = udp.receive { datagram, address in
                switchboard.receive(datagram, from: address, nowUs: nowUs)
            }
            switchboard.turn(nowUs: nowUs)
            udp.send(switchboard.outbox)
            guard count > 0 || hasCome else { break }
            let restUs = Self.restUs(after: count)
            if restUs > 0 { venterum_rest(restUs) }
            nowUs = venterum_now_us()
            // With UDP alone nothing more has to be asked: its port is read anyway.
            told = tcp?.isBusy == true ? venterum_wait(epoll, events.baseAddress, Self.mostEvents, 0) : 0
        }
        tcp?.sweep(switchboard, nowUs: nowUs)
        udp.send(switchboard.outbox)
        for news in switchboard.takeNews() { tell(news) }
    }
}

/// The entry of the thread; a function of its own, so that it belongs to no actor.
private func runMediaThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<MediaThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
