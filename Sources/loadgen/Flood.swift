import CNetwork
import Foundation
import MediaWire
import Synchronization

/// Datagrams as somebody sends them who wants to disturb a call without having any of its secrets, at a steady rate
/// from a thread of its own.
///
/// Unchecked, because the thread alone touches anything but the flag and the count.
final class Flood: @unchecked Sendable {
    private let sockets: [Int32]
    private let own: [Int32]
    private let target: venterum_address
    private let fragments: [String]
    private let perSecond: Int
    private let sender: OpaquePointer
    private let isOpen = Atomic(true)
    private let count = Atomic(0)

    private static let batch: Int32 = 64
    private static let pauseUs: Int64 = 2_000

    /// - Parameter own: Sockets of participants. What is sent from them comes from the address that the server takes
    ///   for theirs, as if somebody had forged it.
    /// - Parameter fragments: User fragments that the server knows, as somebody on the way could have read them.
    init(at target: TransportAddress, perSecond: Int, fragments: [String], own: [Int32]) throws {
        guard let sender = venterum_sender_make(Self.batch) else { throw LoadFailure("no memory for buffers") }
        self.sender = sender
        self.own = own
        self.fragments = fragments
        self.perSecond = perSecond
        self.target = venterum_address(
            high: target.high, low: target.low, port: target.port, is_v6: target.isV6 ? 1 : 0)
        sockets = (0..<8).map { _ in
            var anywhere = venterum_address()
            var port: UInt16 = 0
            return venterum_open_udp(&anywhere, &port)
        }.filter { $0 >= 0 }
    }

    deinit {
        venterum_sender_free(sender)
        for socket in sockets { venterum_close(socket) }
    }

    /// Begins.
    func start() {
        let thread = Thread { [self] in run() }
        thread.start()
    }

    /// Ends; answers how many datagrams have been sent.
    func stop() -> Int {
        isOpen.store(false, ordering: .relaxed)
        return count.load(ordering: .relaxed)
    }

    var sent: Int { count.load(ordering: .relaxed) }

    private func run() {
        let beginUs = venterum_now_us()
        var done = 0
        while isOpen.load(ordering: .relaxed) {
            let due = Int(venterum_now_us() - beginUs) * perSecond / 1_000_000
            while done < due {
                let some = min(Int(Self.batch), due - done)
                send(some, round: done / Int(Self.batch))
                done += some
            }
            count.store(done, ordering: .relaxed)
            venterum_rest(Self.pauseUs)
        }
    }

    /// One batch of one kind, from one socket.
    private func send(_ some: Int, round: Int) {
        let kind = round % 4
        let places = kind < 2 ? sockets : own
        guard !places.isEmpty else { return }
        let socket = places[(round / 4) % places.count]
        var to = target
        venterum_sender_begin(sender)
        for _ in 0..<some {
            let bytes = kind == 0 ? check("nobodyxx") : kind == 1 ? check(fragments.randomElement() ?? "nobodyxx")
                : kind == 2 ? noise(first: 22, count: 120) : noise(first: 0x80, count: 160)
            bytes.withUnsafeBytes { buffer in
                venterum_sender_add(
                    sender, buffer.baseAddress,
                    Int32(truncatingIfNeeded: buffer.count), &to, 0)
            }
            // The sender keeps no copy of its own.
            _ = venterum_sender_flush(sender, socket, 0)
            venterum_sender_begin(sender)
        }
    }

    /// A binding request whose integrity code nobody has made (RFC 8489).
    private func check(_ fragment: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let length = bytes.withUnsafeMutableBytes { buffer -> Int? in
            var request = StunWriter(
                buffer, .bindingRequest, StunTransaction(high: .random(in: 0...(.max)), low: .random(in: 0...(.max))))
            request.username("\(fragment):load")
            request.useCandidate()
            request.integrity { _, tag in for place in 0..<20 { tag[place] = .random(in: 0...255) } }
            request.fingerprint()
            return request.finish()
        }
        return Array(bytes[..<(length ?? 20)])
    }

    /// Noise that begins as a DTLS record (22) or as an RTP packet (0x80) does.
    private func noise(first: UInt8, count: Int) -> [UInt8] {
        var bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
        let head: [UInt8] = first == 22 ? [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, UInt8(count - 13)] : [first, 111]
        bytes.replaceSubrange(0..<head.count, with: head)
        return bytes
    }
}
