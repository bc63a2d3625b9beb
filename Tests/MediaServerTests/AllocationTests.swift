import CCounting
import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// The packet path asks for no memory and counts no references: counted over 100,000 forwarded packets.
@Suite(.serialized) struct AllocationTests {
    @Test func forwardingAllocatesNothing() throws {
        let call = try CallInMemory(seed: 21)
        call.pictureRate = 500_000
        call.run(seconds: 3)
        call.pictureRate = nil
        try countAllocations(call, line: 0, layer: 0)
    }

    /// The same with three people and layers: one who gets the small layer, one who gets the large one.
    @Test func forwardingLayersAllocatesNothing() throws {
        let call = try CallInMemory(seed: 22, people: 3, layers: ["l", "h"])
        call.pictureRate = 600_000
        call.parties[0].down.line.rate = 500_000
        call.run(seconds: 8)
        // Which layer goes to whom is chosen anew now and then, and begins with a key frame.
        for _ in 0..<100 where !bothLayersFlow(call) { call.run(seconds: 0.1) }
        #expect(bothLayersFlow(call))
        call.pictureRate = nil
        for layer in 0...1 { try countAllocations(call, line: 1, layer: layer) }
    }

    /// Who gets what of a party, for a failure to tell.
    private func receivers(of party: CallInMemory.Party, in call: CallInMemory) -> [String] {
        (call.board.peer("p\(party.number)")?.streams ?? []).flatMap { stream in
            stream.receivers.map { receiver in
                receiver.use { slot in
                    slot.peer.use { peer in
                        "\(stream.role) \(stream.layer) to \(peer.name): source \(slot.source === stream), anew \(slot.startsAnew)"
                            + ", gated \(peer.isGated(slot)), consent \(peer.hasConsent), lost \(peer.pathIsLost)"
                    }
                }
            }
        }
    }

    /// Whether each layer of the second party's picture goes to somebody at this moment.
    private func bothLayersFlow(_ call: CallInMemory) -> Bool {
        let layers = call.board.peer("p1")?.streams.filter { $0.role == .camera } ?? []
        return layers.count == 2 && layers.allSatisfy { layer in
            layer.receivers.contains { receiver in
                receiver.use { slot in
                    slot.source === layer && !slot.startsAnew && !slot.peer.use { $0.isGated(slot) }
                }
            }
        }
    }

    /// Three frames of sound in each packet, on a narrow line.
    @Test func packingAllocatesNothing() throws {
        let call = try CallInMemory(seed: 23)
        (call.pictureRate, call.heedsBounds) = (500_000, true)
        call.run(seconds: 3)
        call.parties[0].down.line.rate = 85_000
        call.run(seconds: 4)
        #expect(call.board.peer("p0")?.width.isNarrow == true)
        call.pictureRate = nil
        try countAllocations(call, line: 0, layer: 0, frames: 3)
    }

    /// A listener who loses packets gets earlier frames with each (RFC 2198).
    @Test func repeatingFramesAllocatesNothing() throws {
        let call = try CallInMemory(seed: 24)
        call.parties[0].down.line.loss = 0.2
        call.run(seconds: 6)
        let depth = try #require(call.board.peer("p0")?.redundantFrames(nowUs: call.nowUs))
        #expect(depth > 0)
        let length = try countAllocations(call, line: 0, layer: 0)
        #expect(length > (depth + 1) * Self.frameLength, "\(length) bytes are not \(depth) earlier frames and one")
    }

    /// A sender who repeats each frame once, and every other packet of whom is lost: half of what is forwarded is taken
    /// out of the packets behind it.
    @Test func unpackingRepeatedFramesAllocatesNothing() throws {
        let call = try CallInMemory(seed: 25)
        call.parties[1].redundantFrames = 1
        call.run(seconds: 3)
        try countAllocations(call, line: 0, layer: 0, repeatsUp: true)
    }

    private static let frameLength = 160

    /// One frame of 20 ms, or a picture that depends on those before it; `repeats` puts the frame before it in as well.
    private func send(_ client: ClientPeer, line: Int, layer: Int, _ number: Int, repeats: Bool) {
        let (length, opus) = (Self.frameLength, OfferDraft.Types.opus.value)
        client.send(
            line: line, layer: layer, marker: line == 1, timestamp: UInt32(truncatingIfNeeded: number) &* 960,
            payloadType: repeats ? OfferDraft.Types.redundancy : nil
        ) { buffer in
            var writer = ByteWriter(buffer)
            if repeats {
                writer.u8(0x80 | opus)
                writer.u24(960 << 10 | UInt32(length))
                writer.u8(opus)
            }
            for _ in 0..<(repeats ? 2 : 1) {
                let start = writer.count
                for _ in 0..<length { writer.u8(UInt8(truncatingIfNeeded: number)) }
                if line == 0 { buffer[start] = 0x78 } else { (buffer[start], buffer[start + 1]) = (0x10, 1) }
            }
            return writer.count
        }
    }

    /// Counts what the board allocates, and the references that it counts, for 100,000 frames of the second party.
    ///
    /// - Parameters:
    ///   - frames: How many of them go down in one packet.
    ///   - repeatsUp: Each packet repeats the frame before it, and every other one is lost.
    /// - Returns: the mean length of what is sent down.
    @discardableResult private func countAllocations(
        _ call: CallInMemory, line: Int, layer: Int, frames: Int = 1, repeatsUp: Bool = false
    ) throws -> Int {
        // Until here much was counted, so what counts does.
        #expect(venterum_allocations() > 0 && venterum_retains() > 0)
        let speaker = call.parties[1]
        var sent = [UInt8](repeating: 0, count: 2_000)
        var (allocated, retained): (UInt, UInt) = (0, 0)
        var (forwarded, bytes) = (0, 0)
        for number in 0..<100_000 {
            send(speaker.client, line: line, layer: layer, number, repeats: repeatsUp)
            let packet = speaker.outbox.datagram(0)
            let length = packet.count
            for place in 0..<length { sent[place] = packet[place] }
            speaker.outbox.clear()
            if repeatsUp, number % 2 == 0 { continue }
            sent.withUnsafeMutableBytes { buffer in
                let datagram = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
                let before = (venterum_allocations(), venterum_retains())
                call.board.receive(datagram, from: speaker.address, nowUs: call.nowUs)
                allocated += UInt(venterum_allocations() - before.0)
                retained += UInt(venterum_retains() - before.1)
            }
            forwarded += call.outbox.count
            for place in 0..<call.outbox.count { bytes += call.outbox.datagram(place).count }
            call.outbox.clear()
            if number % 1_000 == 999 { call.nowUs += 1_000 }
        }
        #expect(forwarded >= 99_990 / frames, "\(forwarded) of layer \(layer): \(receivers(of: speaker, in: call))")
        #expect(allocated == 0, "\(allocated) allocations for \(forwarded) packets")
        #expect(retained == 0, "\(retained) references counted for \(forwarded) packets")
        return bytes / max(1, forwarded)
    }
}
