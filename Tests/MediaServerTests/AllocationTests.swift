import CMallocCount
import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// The packet path asks for no memory: counted over 100,000 forwarded packets.
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
        call.pictureRate = nil
        for layer in 0...1 { try countAllocations(call, line: 1, layer: layer) }
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

    private func countAllocations(_ call: CallInMemory, line: Int, layer: Int, frames: Int = 1) throws {
        let speaker = call.parties[1]
        var sent = [UInt8](repeating: 0, count: 2_000)
        var allocated: UInt = 0
        var forwarded = 0
        for number in 0..<100_000 {
            let timestamp = UInt32(truncatingIfNeeded: number) &* 960
            speaker.client.send(line: line, layer: layer, marker: line == 1, timestamp: timestamp) { buffer in
                for place in 0..<160 { buffer[place] = UInt8(truncatingIfNeeded: number) }
                // One frame of Opus of 20 ms.
                if line == 0 { buffer[0] = 0x78 }
                // A picture that depends on those before it.
                if line == 1 { (buffer[0], buffer[1]) = (0x10, 1) }
                return 160
            }
            let packet = speaker.outbox.datagram(0)
            let length = packet.count
            for place in 0..<length { sent[place] = packet[place] }
            speaker.outbox.clear()
            sent.withUnsafeMutableBytes { buffer in
                let datagram = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
                let before = venterum_allocations()
                call.board.receive(datagram, from: speaker.address, nowUs: call.nowUs)
                allocated += UInt(venterum_allocations() - before)
            }
            forwarded += call.outbox.count
            call.outbox.clear()
            if number % 1_000 == 0 { call.nowUs += 1_000 }
        }
        #expect(forwarded >= 99_990 / frames)
        #expect(allocated == 0, "\(allocated) allocations for \(forwarded) packets")
    }
}
