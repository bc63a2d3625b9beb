import MediaWire
import Testing

@testable import MediaServer

/// What waits for a slow reader, and how many strangers a host may send.
@Suite struct StreamOutputTests {
    private let picture = [UInt8](repeating: 1, count: 1_200)
    private let voice = [UInt8](repeating: 2, count: 120)

    private func add(_ output: inout StreamOutput, _ datagram: [UInt8]) -> Bool {
        datagram.withUnsafeBytes { output.add($0) }
    }

    /// Writes all, at most `step` bytes at a time, and cuts what was written into datagrams again.
    private func drain(_ output: inout StreamOutput, step: Int) -> [[UInt8]]? {
        var written: [UInt8] = []
        while output.count > 0 {
            let isOpen = output.write { bytes in
                written += bytes.prefix(step)
                return min(step, bytes.count)
            }
            guard isOpen else { return nil }
        }
        var found: [[UInt8]] = []
        var input = StreamInput(longest: 2_048)
        let isSound = written.withUnsafeMutableBytes { buffer in
            input.take(buffer, count: buffer.count) { found.append(Array($0)) }
        }
        return isSound && input.kept == 0 ? found : nil
    }

    @Test(arguments: [1, 7, 1_000, 100_000]) func everyFrameComesOutWhole(_ step: Int) {
        var output = StreamOutput()
        #expect(add(&output, voice) && add(&output, picture) && add(&output, voice))
        #expect(drain(&output, step: step) == [voice, picture, voice])
    }

    @Test func picturesLeaveRoomForTheVoice() {
        var output = StreamOutput()
        while add(&output, picture) {}
        #expect(output.count <= StreamOutput.mostWithPictures)
        for _ in 0..<100 { #expect(add(&output, voice)) }
        while add(&output, voice) {}
        #expect(output.count <= StreamOutput.most && output.dropped == 2)
        // A reader who comes back gets whole frames, and there is room again.
        let before = drain(&output, step: 333)
        #expect(before?.isEmpty == false && before?.allSatisfy { $0 == voice || $0 == picture } == true)
        #expect(add(&output, picture))
    }

    /// A reader that takes a little at a time for long does not make the store grow.
    @Test func whatIsWrittenIsGivenUp() {
        var output = StreamOutput()
        for _ in 0..<5_000 {
            _ = add(&output, picture)
            #expect(output.write { min(1_000, $0.count) })
            #expect(output.count <= StreamOutput.mostWithPictures)
        }
        #expect(!output.write { _ in -1 })
    }

    @Test func aHostHasSoManyStrangersAndNoMore() throws {
        var limits = StreamLimits()
        (limits.most, limits.mostOfHost, limits.mostStrangersOfHost) = (5, 4, 2)
        var counts = HostCounts()
        let host = { (port: UInt16) in TransportAddress(v4: 0x0A00_0001, port: port).overTcp }
        let other = try #require(TransportAddress("2001:db8:1:2::7", port: 1)).overTcp
        let neighbour = try #require(TransportAddress("2001:db8:1:2::8", port: 1)).overTcp
        for port in 1...2 where counts.allows(host(UInt16(port)), limits) { counts.open(host(UInt16(port))) }
        #expect(!counts.allows(host(3), limits) && counts.allows(other, limits))
        counts.change(host(1), isStranger: false)
        counts.change(host(2), isStranger: false)
        for port in 3...4 where counts.allows(host(UInt16(port)), limits) { counts.open(host(UInt16(port))) }
        #expect(counts.all == 4 && counts.strangers == 2)
        counts.change(host(3), isStranger: false)
        // Four of one host are enough, known or not; of IPv6 the network is the host.
        #expect(!counts.allows(host(5), limits))
        counts.open(other)
        #expect(!counts.allows(neighbour, limits))
        counts.close(host(1), isStranger: false)
        #expect(counts.allows(neighbour, limits))
        counts.close(other, isStranger: true)
        counts.close(host(4), isStranger: true)
        #expect(counts.all == 2 && counts.strangers == 0)
    }
}
