import CNetwork
import MediaEngine
import MediaWire

/// One UDP port: datagrams in batches in and out, all buffers made once. What goes over TCP it hands on.
final class UdpPort {
    let descriptor: Int32
    let port: UInt16
    private let isV6: Bool
    private let receiver: OpaquePointer
    private let sender: OpaquePointer
    private var order: SendOrder
    /// Who takes what goes to an address over TCP; nil where there is nobody.
    var streams: TcpPort?
    /// Datagrams that the system did not take: its buffer was full, or there was no way to the address.
    private(set) var unsent: UInt64 = 0

    /// Datagrams of one call of `recvmmsg`.
    static let batch: Int32 = 64
    /// More than any path's datagram; longer ones are cut and dropped.
    private static let bufferLength: Int32 = 2_048

    init(_ address: TransportAddress, outboxCapacity: Int) throws(MediaFailure) {
        var bound: UInt16 = 0
        var plain = venterum_address(address)
        let opened = venterum_open_udp(&plain, &bound)
        guard opened >= 0 else { throw MediaFailure("UDP \(address): error \(-opened)") }
        guard let receiver = venterum_receiver_make(Self.batch, Self.bufferLength),
            let sender = venterum_sender_make(Int32(truncatingIfNeeded: outboxCapacity))
        else {
            venterum_close(opened)
            throw MediaFailure("UDP \(address): no memory for buffers")
        }
        descriptor = opened
        port = bound
        isV6 = address.isV6
        self.receiver = receiver
        self.sender = sender
        order = SendOrder(capacity: outboxCapacity)
    }

    deinit {
        venterum_close(descriptor)
        venterum_receiver_free(receiver)
        venterum_sender_free(sender)
    }

    /// Takes what waits, at most one batch; answers how many datagrams there were.
    func receive(_ take: (UnsafeMutableRawBufferPointer, TransportAddress) -> Void) -> Int32 {
        let count = venterum_receive(receiver, descriptor)
        guard count > 0 else { return 0 }
        for place in 0..<count {
            var length: Int32 = 0
            var from = venterum_address()
            guard let bytes = venterum_received(receiver, place, &length, &from), length > 0 else { continue }
            take(UnsafeMutableRawBufferPointer(start: bytes, count: Int(length)), TransportAddress(from))
        }
        return count
    }

    /// Sends all that waits in the outbox, what goes to one place together, and clears it.
    func send(_ outbox: Outbox) {
        guard outbox.count > 0 else { return }
        venterum_sender_begin(sender)
        order.arrange(outbox)
        var chain = 0
        while let first = order.chain(chain) {
            chain += 1
            if outbox.destination(first).isTcp {
                sendStream(outbox, first)
                continue
            }
            var plain = venterum_address(outbox.destination(first))
            var place = first
            while place >= 0 {
                let bytes = outbox.datagram(place)
                venterum_sender_add(
                    sender, bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count), &plain, place == first ? 0 : 1)
                place = order.following(place)
            }
        }
        unsent &+= UInt64(max(0, venterum_sender_flush(sender, descriptor, isV6 ? 1 : 0)))
        outbox.clear()
    }

    private func sendStream(_ outbox: Outbox, _ first: Int) {
        guard let streams, let connection = streams.connection(outbox.destination(first)) else { return }
        var place = first
        while place >= 0 {
            connection.output.add(UnsafeRawBufferPointer(outbox.datagram(place)))
            place = order.following(place)
        }
        streams.write(connection)
    }
}

/// The datagrams of an outbox by destination, each destination's in their order, so that one call carries many.
struct SendOrder {
    private var heads: ContiguousArray<Int>
    private var tails: ContiguousArray<Int>
    private var next: ContiguousArray<Int>
    private var table: ContiguousArray<Int>
    private var chains = 0

    /// A power of two above any outbox's number of destinations, so that looking one up is short.
    private static let tableLength = 1_024

    init(capacity: Int) {
        heads = ContiguousArray(repeating: -1, count: capacity)
        tails = heads
        next = heads
        table = ContiguousArray(repeating: -1, count: Self.tableLength)
    }

    mutating func arrange(_ outbox: Outbox) {
        for place in table.indices { table[place] = -1 }
        chains = 0
        for place in 0..<min(outbox.count, next.count) {
            next[place] = -1
            let destination = outbox.destination(place)
            let hash = destination.low &* 31 &+ UInt64(destination.port)
            var slot = Int(truncatingIfNeeded: hash % UInt64(Self.tableLength))
            // At most as many steps as there are destinations, which are fewer than the table's places.
            while table[slot] >= 0, outbox.destination(heads[table[slot]]) != destination {
                slot = (slot + 1) % Self.tableLength
            }
            if table[slot] < 0 {
                table[slot] = chains
                heads[chains] = place
                tails[chains] = place
                chains += 1
            } else {
                next[tails[table[slot]]] = place
                tails[table[slot]] = place
            }
        }
    }

    /// The first datagram of a destination; nil behind the last one.
    func chain(_ number: Int) -> Int? { number < chains ? heads[number] : nil }

    /// The datagram after this one to the same place; -1 at the end.
    func following(_ place: Int) -> Int { next[place] }
}

extension venterum_address {
    init(_ address: TransportAddress) {
        self.init(high: address.high, low: address.low, port: address.port, is_v6: address.isV6 ? 1 : 0)
    }
}

extension TransportAddress {
    init(_ plain: venterum_address) {
        if plain.is_v6 != 0 {
            self.init(v6High: plain.high, low: plain.low, port: plain.port)
        } else {
            self.init(v4: UInt32(truncatingIfNeeded: plain.low), port: plain.port)
        }
    }
}

extension TransportAddress {
    /// An address that only this host reaches.
    var isLoopback: Bool { isV6 ? high == 0 && low == 1 : low >> 24 == 127 }
}
