import Glibc
import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// What an outbox holds arrives, joined into few messages or not, and each receiver's datagrams in their order.
@Suite struct UdpPortTests {
    /// A port that sends and two that receive, on loopback, where a socket's buffer holds what is sent here.
    private struct Ports {
        let sender: UdpPort
        let receivers: [UdpPort]
        let outbox = Outbox(capacity: 256)

        init(_ host: TransportAddress) throws {
            sender = try UdpPort(host, outboxCapacity: 256)
            receivers = try (0..<2).map { _ in try UdpPort(host, outboxCapacity: 1) }
            self.host = host
        }

        private let host: TransportAddress

        /// Where a receiver is; one more than there are is an address to which no datagram can be sent.
        func address(_ receiver: Int) -> TransportAddress {
            let port = receiver < receivers.count ? receivers[receiver].port : 0
            return host.isV6
                ? TransportAddress(v6High: host.high, low: host.low, port: port)
                : TransportAddress(v4: UInt32(truncatingIfNeeded: host.low), port: port)
        }

        /// Puts a datagram into the outbox; its first two bytes are its number.
        func add(_ number: Int, length: Int, to receiver: Int) {
            let buffer = outbox.next()
            for place in 0..<length { buffer[place] = UInt8(truncatingIfNeeded: number &+ place) }
            buffer[0] = UInt8(number >> 8)
            buffer[1] = UInt8(number & 0xFF)
            outbox.commit(length, to: address(receiver))
        }

        /// Everything that has come to a receiver: numbers and lengths; what is within is checked.
        func arrived(_ receiver: Int) -> [Arrival] {
            var all: [Arrival] = []
            while receivers[receiver].receive({ datagram, from in
                let number = Int(datagram[0]) << 8 | Int(datagram[1])
                all.append(Arrival(number: number, length: datagram.count))
                #expect(from.port == sender.port)
                for place in 2..<datagram.count {
                    guard datagram[place] != UInt8(truncatingIfNeeded: number &+ place) else { continue }
                    Issue.record("byte \(place) of datagram \(number)")
                    break
                }
            }) > 0 {}
            return all
        }
    }

    private struct Arrival: Equatable {
        let number: Int
        let length: Int
    }

    private static let hosts = [TransportAddress(v4: 0x7F00_0001, port: 0), TransportAddress(v6High: 0, low: 1, port: 0)]

    /// Sends datagrams of these lengths, turn by turn to one receiver and the other, and expects them all.
    private func send(_ lengths: [Int], with ports: Ports) {
        for (number, length) in lengths.enumerated() { ports.add(number, length: length, to: number % 2) }
        ports.sender.send(ports.outbox)
        #expect(ports.outbox.count == 0)
        for receiver in 0..<2 {
            let wanted = lengths.enumerated().filter { $0.offset % 2 == receiver }
            #expect(ports.arrived(receiver) == wanted.map { Arrival(number: $0.offset, length: $0.element) })
        }
    }

    /// Of one length, which are joined; longer than the first; shorter in between; more than a message has room for.
    private static let mixtures: [[Int]] = [
        Array(repeating: 120, count: 200), Array(repeating: 1_200, count: 130),
        [100, 100, 1_200, 1_200, 90, 100, 1_200, 1_200, 1_200, 80, 1_200, 1_200],
        (0..<150).map { 20 + $0 * 7 % 1_180 },
    ]

    @Test(arguments: hosts) func allArrivesInOrder(_ host: TransportAddress) throws {
        let ports = try Ports(host)
        for lengths in Self.mixtures { send(lengths, with: ports) }
        #expect(ports.sender.unsent == 0)
    }

    /// Without checksums of the socket's own the system refuses to cut a message into datagrams, as an older one does
    /// where a device cannot make checksums; were it to cut them all the same, this would show nothing.
    @Test func whatTheSystemDoesNotCutIsSentApart() throws {
        let ports = try Ports(Self.hosts[0])
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout.size(ofValue: on))
        #expect(setsockopt(ports.sender.descriptor, SOL_SOCKET, SO_NO_CHECK, &on, size) == 0)
        for lengths in Self.mixtures { send(lengths, with: ports) }
        #expect(ports.sender.unsent == 0)
    }

    @Test func oneThatCannotBeSentHoldsNothingBack() throws {
        let ports = try Ports(Self.hosts[0])
        for number in 0..<9 { ports.add(number, length: 300, to: number % 3) }
        ports.sender.send(ports.outbox)
        #expect(ports.arrived(0).map(\.number) == [0, 3, 6])
        #expect(ports.arrived(1).map(\.number) == [1, 4, 7])
        #expect(ports.sender.unsent == 3)
    }
}
