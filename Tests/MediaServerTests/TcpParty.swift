import Glibc
import MediaWire

@testable import MediaEngine
@testable import MediaServer

/// A connection over TCP to a media server on this host, as somebody out there would make it.
final class TcpSocket {
    let descriptor: Int32

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let made = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, made == 0 else { throw MediaFailure("no connection to port \(port): error \(errno)") }
    }

    deinit { close(descriptor) }

    /// False when the other side has ended the connection.
    func write(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            offset += sent
        }
        return true
    }

    /// What has come within so many milliseconds, at most; nil when the other side has ended the connection.
    func read(within milliseconds: Int32) -> [UInt8]? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    /// Waits until the other side ends the connection; false when it does not.
    func ends(within seconds: Double) -> Bool {
        let untilUs = nowUs() + Int64(seconds * 1_000_000)
        while nowUs() < untilUs {
            if read(within: 50) == nil { return true }
        }
        return false
    }
}

func nowUs() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
}

/// One who calls over TCP alone.
final class TcpParty {
    let client: ClientPeer
    private let outbox = Outbox()
    /// Made with the first step: a stranger has only so long before its first check.
    private lazy var connected = Result { try TcpSocket(client.server?.port ?? 0) }
    private var input = StreamInput(longest: 2_048)
    private var soundDueUs: Int64 = 0
    private(set) var spoken: UInt32 = 0
    /// The numbers of the frames heard.
    private(set) var heard: Set<UInt32> = []
    /// Bytes of one frame of sound, its number in front.
    var frameLength = 80
    var readsNothing = false

    static func join(
        _ server: MediaServer, _ name: String, _ crypto: OpenSslCryptography, home: String = "clinic"
    ) async throws -> TcpParty {
        let party = TcpParty(crypto)
        let answer = try await server.join(name, offer: party.client.offer, home: home)
        try party.client.accept(answer, over: .tcpPassive, nowUs: nowUs())
        return party
    }

    private init(_ crypto: OpenSslCryptography) {
        client = ClientPeer(crypto, outbox: outbox, lines: [(.audio, .sendrecv)])
    }

    /// Steps all until the condition holds; false when it does not in time.
    static func step(_ parties: [TcpParty], seconds: Double = 60, until isDone: () -> Bool) throws -> Bool {
        let untilUs = nowUs() + Int64(seconds * 1_000_000)
        while nowUs() < untilUs {
            if isDone() { return true }
            for party in parties { try party.step() }
        }
        return isDone()
    }

    /// Some milliseconds of the call.
    func step() throws {
        let now = nowUs()
        client.turn(nowUs: now)
        if client.state == .connected, now >= soundDueUs {
            soundDueUs = now + 20_000
            speak()
        }
        try flush()
        guard !readsNothing else { return }
        guard let came = try connected.get().read(within: 2) else { throw MediaFailure("the server has ended the connection") }
        var bytes = [UInt8](repeating: 0, count: input.kept) + came
        let isSound = bytes.withUnsafeMutableBytes { buffer in
            _ = input.begin(buffer)
            return input.take(buffer, count: buffer.count) { datagram in
                client.receive(datagram, nowUs: nowUs()) { hear($0.payload) }
            }
        }
        if !isSound { throw MediaFailure("what the server sends is no row of frames") }
        try flush()
    }

    func speak() {
        spoken &+= 1
        let (number, length) = (spoken, frameLength)
        client.send(line: 0, marker: false, timestamp: number &* 960) { buffer in
            for place in 0..<length { buffer[place] = UInt8(truncatingIfNeeded: number >> UInt32(8 * (place & 3))) }
            return length
        }
    }

    /// Frames and sends what waits.
    func flush() throws {
        var stream: [UInt8] = []
        for place in 0..<outbox.count {
            let datagram = outbox.datagram(place)
            stream += [UInt8(datagram.count >> 8), UInt8(datagram.count & 0xFF)] + Array(datagram)
        }
        outbox.clear()
        if !(try connected.get().write(stream)) { throw MediaFailure("the server has ended the connection") }
    }

    private func hear(_ payload: UnsafeRawBufferPointer) {
        // The last block of a redundant packet is the present one, and all blocks here are of one length.
        guard payload.count >= frameLength else { return }
        let start = payload.count - frameLength
        heard.insert((0..<4).reduce(UInt32(0)) { $0 | UInt32(payload[start + $1]) << UInt32(8 * $1) })
    }
}
