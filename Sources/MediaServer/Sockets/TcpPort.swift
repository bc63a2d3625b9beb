import CNetwork
import Glibc
import MediaEngine
import MediaWire

/// One browser's connection over TCP: frames in, frames out.
final class TcpConnection {
    let descriptor: Int32
    let address: TransportAddress
    /// Tells it from an earlier one in the same place, whose events may still be on their way.
    let tag: UInt64
    var input = StreamInput(longest: TcpPort.longestDatagram)
    var output = StreamOutput()
    var isStranger = true
    var strangerSinceUs: Int64
    var strangerBytes = 0
    var waitsToWrite = false
    var isClosed = false

    init(_ descriptor: Int32, _ address: TransportAddress, tag: UInt64, nowUs: Int64) {
        self.descriptor = descriptor
        self.address = address
        self.tag = tag
        strangerSinceUs = nowUs
    }
}

/// One TCP port, for networks that let no UDP pass: passive candidates of RFC 6544, datagrams in frames of RFC 4571.
///
/// Belongs to a media thread as its UDP port does; the same epoll tells of both.
final class TcpPort {
    let descriptor: Int32
    let port: UInt16
    private let limits: StreamLimits
    private var epoll: Int32 = -1
    private var connections: ContiguousArray<TcpConnection?> = []
    private var free: [Int] = []
    private var places: [TransportAddress: Int] = [:]
    private var counts = HostCounts()
    private var generation: UInt64 = 0
    private var sweptUs = Int64.min / 2
    private var isPaused = false
    private let buffer: UnsafeMutableRawBufferPointer

    /// As long as what the UDP port takes.
    static let longestDatagram = 2_048
    /// Read at a time, so that one who sends much does not keep the others waiting.
    private static let readLength = 16 << 10
    /// The tag of the listener among the thread's events; those of connections lie above.
    static let tag: UInt64 = 2

    init(_ address: TransportAddress, limits: StreamLimits = StreamLimits()) throws(MediaFailure) {
        var bound: UInt16 = 0
        var plain = venterum_address(address)
        let opened = venterum_open_tcp(&plain, &bound)
        guard opened >= 0 else { throw MediaFailure("TCP \(address): error \(-opened)") }
        descriptor = opened
        port = bound
        self.limits = limits
        buffer = .allocate(byteCount: Self.readLength + StreamFrames.prefixLength + Self.longestDatagram, alignment: 16)
    }

    deinit {
        for connection in connections.compactMap(\.self) where !connection.isClosed {
            venterum_close(connection.descriptor)
        }
        venterum_close(descriptor)
        buffer.deallocate()
    }

    /// From now on this epoll tells of it.
    func watch(_ epoll: Int32) -> Bool {
        self.epoll = epoll
        return venterum_watch(epoll, descriptor, EPOLLIN.rawValue, Self.tag, 1) == 0
    }

    /// Whether it has to be looked after even when nothing comes.
    var isBusy: Bool { counts.all > 0 || isPaused }

    /// The connection to an address; nil when there is none any more.
    func connection(_ address: TransportAddress) -> TcpConnection? {
        guard let place = places[address] else { return nil }
        return connections[place]
    }

    /// Takes one event of the thread's epoll; others than its own are none of its business. Answers whether something
    /// has come.
    func take(_ event: epoll_event, _ board: Switchboard, nowUs: Int64) -> Bool {
        let tag = event.data.u64
        if tag == Self.tag {
            accept(board, nowUs: nowUs)
            return false
        }
        guard tag > Self.tag else { return false }
        let place = Int(tag & 0xFFFF_FFFF) - Int(Self.tag) - 1
        guard connections.indices.contains(place), let connection = connections[place], connection.tag == tag
        else { return false }
        if event.events & EPOLLOUT.rawValue != 0 { write(connection) }
        guard event.events & ~EPOLLOUT.rawValue != 0 else { return false }
        read(connection, board, nowUs: nowUs)
        return true
    }

    private func accept(_ board: Switchboard, nowUs: Int64) {
        for _ in 0..<64 {
            var from = venterum_address()
            let accepted = venterum_accept(descriptor, &from)
            guard accepted != 0 else { return }
            guard accepted > 0 else {
                // No descriptors are left: the one who waits would wake us again and again.
                isPaused = venterum_watch(epoll, descriptor, 0, Self.tag, 0) == 0
                return
            }
            admit(accepted, TransportAddress(from).overTcp, board, nowUs: nowUs)
        }
    }

    private func admit(_ accepted: Int32, _ address: TransportAddress, _ board: Switchboard, nowUs: Int64) {
        // The same numbers anew: what had them before is gone, whether we were told or not.
        if let old = connection(address) { close(old, board, nowUs: nowUs) }
        if counts.strangers >= limits.mostStrangers {
            let strangers = connections.compactMap(\.self).filter(\.isStranger)
            // Of those taken in one turn the tag tells which came first.
            if let oldest = strangers.min(by: { ($0.strangerSinceUs, $0.tag) < ($1.strangerSinceUs, $1.tag) }) {
                close(oldest, board, nowUs: nowUs)
            }
        }
        let place = free.popLast() ?? connections.count
        generation = (generation + 1) & 0xFFFF_FFFF
        let tag = generation << 32 | UInt64(place) + Self.tag + 1
        guard counts.allows(address, limits), venterum_watch(epoll, accepted, EPOLLIN.rawValue, tag, 1) == 0 else {
            if place < connections.count { free.append(place) }
            venterum_close(accepted)
            return
        }
        let connection = TcpConnection(accepted, address, tag: tag, nowUs: nowUs)
        if place == connections.count { connections.append(connection) } else { connections[place] = connection }
        places[address] = place
        counts.open(address)
    }

    private func read(_ connection: TcpConnection, _ board: Switchboard, nowUs: Int64) {
        let kept = connection.input.begin(buffer)
        guard let start = buffer.baseAddress else { return }
        let count = Int(venterum_stream_read(connection.descriptor, start + kept, Int32(Self.readLength)))
        guard count != 0 else { return }
        guard count > 0 else { return close(connection, board, nowUs: nowUs) }
        let isSound = connection.input.take(buffer, count: kept + count) { datagram in
            guard !connection.isClosed else { return }
            board.receive(datagram, from: connection.address, nowUs: nowUs)
        }
        note(connection, isStranger: !board.knows(connection.address), nowUs: nowUs)
        if connection.isStranger { connection.strangerBytes += count }
        if !isSound || connection.strangerBytes > limits.strangerBytes { close(connection, board, nowUs: nowUs) }
    }

    private func note(_ connection: TcpConnection, isStranger: Bool, nowUs: Int64) {
        guard !connection.isClosed, isStranger != connection.isStranger else { return }
        connection.isStranger = isStranger
        connection.strangerSinceUs = nowUs
        connection.strangerBytes = 0
        counts.change(connection.address, isStranger: isStranger)
    }

    /// Writes what waits; what the system does not take is written when it says that it will.
    func write(_ connection: TcpConnection) {
        guard !connection.isClosed else { return }
        let isOpen = connection.output.write { bytes in
            Int(venterum_stream_write(connection.descriptor, bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count)))
        }
        // A broken connection is closed when the system tells of it, which it does with the next wait.
        if !isOpen { connection.output.clear() }
        let waits = connection.output.count > 0
        guard waits != connection.waitsToWrite else { return }
        connection.waitsToWrite = waits
        let wanted = EPOLLIN.rawValue | (waits ? EPOLLOUT.rawValue : 0)
        _ = venterum_watch(epoll, connection.descriptor, wanted, connection.tag, 0)
    }

    private func close(_ connection: TcpConnection, _ board: Switchboard, nowUs: Int64) {
        guard !connection.isClosed else { return }
        connection.isClosed = true
        let place = Int(connection.tag & 0xFFFF_FFFF) - Int(Self.tag) - 1
        venterum_close(connection.descriptor)
        connections[place] = nil
        free.append(place)
        places[connection.address] = nil
        counts.close(connection.address, isStranger: connection.isStranger)
        board.lose(connection.address, nowUs: nowUs)
    }

    /// Closes strangers whose time is over, those included whose peer has left.
    func sweep(_ board: Switchboard, nowUs: Int64) {
        guard isBusy, nowUs - sweptUs >= limits.sweepUs else { return }
        sweptUs = nowUs
        if isPaused { isPaused = venterum_watch(epoll, descriptor, EPOLLIN.rawValue, Self.tag, 0) != 0 }
        for connection in connections {
            guard let connection else { continue }
            note(connection, isStranger: !board.knows(connection.address), nowUs: nowUs)
            if connection.isStranger, nowUs - connection.strangerSinceUs > limits.strangerUs {
                close(connection, board, nowUs: nowUs)
            }
        }
    }
}
