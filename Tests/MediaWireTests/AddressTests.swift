import MediaWire
import Testing

@Suite struct AddressTests {
    @Test(arguments: ["0.0.0.0", "192.0.2.1", "255.255.255.255"])
    func readsAndWritesIpv4(_ text: String) throws {
        let address = try #require(TransportAddress(text, port: 5))
        #expect(address.host == text)
        #expect(!address.isV6)
    }

    @Test(arguments: [
        ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("fe80::", "fe80:0:0:0:0:0:0:0"),
        ("2001:db8::8:1", "2001:db8:0:0:0:0:8:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
    func readsIpv6(_ text: String, _ whole: String) throws {
        #expect(try #require(TransportAddress(text, port: 5)).host == whole)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.+4", "1..2.3", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "12345::",
        "1:2:3:4:5:6:7:8:9", "::g", ":1:2:3:4:5:6:7", "a3bcf0.local", "::1%eth0", "+1::", "1.2.3.0004",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(TransportAddress(text, port: 5) == nil)
    }

    @Test func framesDatagramsInAStream() {
        let stream = bytes("0003 010203 0000 0002 0405 0009 06")
        stream.withUnsafeBytes { raw in
            #expect(StreamFrames.next(in: raw) == .frame(2..<5))
            #expect(StreamFrames.next(in: raw, at: 5) == .frame(7..<7))
            #expect(StreamFrames.next(in: raw, at: 7) == .frame(9..<11))
            #expect(StreamFrames.next(in: raw, at: 11) == .incomplete(needed: 22))
            #expect(StreamFrames.next(in: raw, at: 14) == .incomplete(needed: 16))
        }
        #expect(written(2) { StreamFrames.writePrefix(length: 0x1234, into: $0) ? 2 : nil } == [0x12, 0x34])
        #expect(written(2) { StreamFrames.writePrefix(length: 70_000, into: $0) ? 2 : nil } == [])
    }
}
