import MediaWire
import Testing

@Suite struct RtpTests {
    static func packet(padding: UInt8 = 0) -> [UInt8] {
        var packet = written { buffer in
            var writer = RtpWriter(
                buffer, payloadType: PayloadType(96), marker: true, sequence: SequenceNumber(65_535),
                timestamp: RtpTimestamp(.max), ssrc: Ssrc(0xDEAD_BEEF))
            writer.element8(1, 0x85)
            writer.element24(2, 0x123456)
            writer.element16(3, 0xABCD)
            writer.element8(0, 1)
            Array("m1".utf8).withUnsafeBytes { writer.element(4, $0) }
            return writer.endHeader()
        }
        packet += [1, 2, 3, 4, 5]
        if padding > 0 {
            packet[0] |= 0x20
            packet += [UInt8](repeating: 0, count: Int(padding) - 1) + [padding]
        }
        return packet
    }

    @Test func writesWhatItReads() throws {
        let packet = Self.packet()
        try packet.withUnsafeBytes { raw in
            let header = try #require(RtpHeader(raw))
            #expect(header.marker && header.payloadType == PayloadType(96))
            #expect(header.sequence.value == 65_535 && header.timestamp.value == .max)
            #expect(header.ssrc == Ssrc(0xDEAD_BEEF))
            // 2 + 4 + 3 + 3 bytes of elements: three words of four.
            #expect(header.length == 12 + 4 + 12)
            #expect(header.payload(in: raw) == 28..<33)
            #expect(RtpExtensions(header, in: raw).map(\.id) == [1, 2, 3, 4])
            let level = try #require(RtpExtensions.find(1, header, in: raw))
            let (voice, loudness) = try #require(RtpExtensions.audioLevel(level, in: raw))
            #expect(voice && loudness == 5)
            let wide = try #require(RtpExtensions.find(3, header, in: raw))
            #expect(Array(raw[wide]) == [0xAB, 0xCD])
            #expect(RtpExtensions.find(9, header, in: raw) == nil)
        }
    }

    @Test func leavesPaddingOut() throws {
        for padding in [UInt8(1), 4, 5] {
            let packet = Self.packet(padding: padding)
            #expect(packet.withUnsafeBytes { RtpHeader($0)?.payload(in: $0) } == 28..<33)
        }
        for lie in [UInt8(0), 6, 255] {
            var packet = Self.packet()
            packet[0] |= 0x20
            packet[packet.count - 1] = lie
            let payload = packet.withUnsafeBytes { raw in RtpHeader(raw)?.payload(in: raw) }
            #expect(payload == nil, "padding of \(lie)")
        }
    }

    @Test func refusesEveryTruncatedHeader() {
        let packet = Self.packet()
        for count in 0..<28 {
            #expect(packet.prefix(count).withUnsafeBytes { RtpHeader($0) == nil }, "\(count) bytes")
        }
    }

    @Test func rewritesInPlace() throws {
        var packet = Self.packet()
        let before = packet
        packet.withUnsafeMutableBytes { raw in
            RtpHeader.rewrite(
                raw, payloadType: PayloadType(120), sequence: SequenceNumber(7), timestamp: RtpTimestamp(8),
                ssrc: Ssrc(9))
        }
        let header = try #require(packet.withUnsafeBytes { RtpHeader($0) })
        #expect(header.marker && header.payloadType.value == 120 && header.sequence.value == 7)
        #expect(header.timestamp.value == 8 && header.ssrc.value == 9)
        #expect(packet[12...] == before[12...])
    }

    @Test func renumbersElements() throws {
        var packet = Self.packet()
        let header = try #require(packet.withUnsafeBytes { RtpHeader($0) })
        packet.withUnsafeMutableBytes { raw in
            RtpExtensions.renumber(raw, header: header) { [1: 11, 2: 0, 3: 14, 4: 15][$0] ?? 0 }
        }
        packet.withUnsafeBytes { raw in
            let elements = RtpExtensions(header, in: raw).map { ($0.id, Array(raw[$0.range])) }
            #expect(elements.map(\.0) == [11, 14])
            #expect(elements.map(\.1) == [[0x85], [0xAB, 0xCD]])
        }
    }

    @Test func readsTwoByteElements() throws {
        let packet = bytes("9060 0001 00000002 00000003 1000 0003 01 00 20 03 aabbcc 00 05 01 dd 00 ff")
        try packet.withUnsafeBytes { raw in
            let header = try #require(RtpHeader(raw))
            let elements = RtpExtensions(header, in: raw).map { ($0.id, Array(raw[$0.range])) }
            #expect(elements.map(\.0) == [1, 0x20, 5])
            #expect(elements.map(\.1) == [[], [0xAA, 0xBB, 0xCC], [0xDD]])
        }
    }

    @Test func comparesAroundTheWrap() {
        let last = SequenceNumber(65_535)
        #expect(last.next == SequenceNumber(0))
        #expect(last.next.isNewer(than: last))
        #expect(!last.isNewer(than: last.next))
        #expect(SequenceNumber(5).distance(from: SequenceNumber(65_530)) == 11)
        #expect(SequenceNumber(65_530).distance(from: SequenceNumber(5)) == -11)
        #expect((SequenceNumber(3) + -5).value == 65_534)
        #expect(RtpTimestamp(10).distance(from: RtpTimestamp(.max)) == 11)
        #expect((RtpTimestamp(.max) + 960).value == 959)
    }

    @Test func writesTheAbsoluteSendTime() {
        #expect(RtpWriter.absoluteSendTime(microseconds: 1_000_000) == 1 << 18)
        #expect(RtpWriter.absoluteSendTime(microseconds: 64_500_000) == 1 << 17)
        #expect(RtpWriter.absoluteSendTime(microseconds: 63_999_999) == 0xFF_FFFF)
    }

    @Test func repeatsOlderFrames() throws {
        let frames = [bytes("0102"), bytes("030405"), bytes("06")]
        let payload = written { buffer in
            frames[2].withUnsafeBytes { primary in
                RedPayload.write(
                    primary: PayloadType(111), primary, older: 2,
                    { index in
                        // The frames outlive the call; the pointer is used within it only.
                        frames[index].withUnsafeBytes {
                            .init(payloadType: PayloadType(111), offset: UInt16(1_920 - 960 * index), bytes: $0)
                        }
                    }, into: buffer)
            }
        }
        try payload.withUnsafeBytes { raw in
            let blocks = Array(try #require(RedPayload(raw)))
            #expect(blocks.map { Array(raw[$0.range]) } == frames)
            #expect(blocks.map(\.offset) == [1_920, 960, 0])
            #expect(blocks.map(\.isPrimary) == [false, false, true])
        }
        for count in 0..<payload.count - 1 {
            let isSound = payload.prefix(count).withUnsafeBytes { RedPayload($0) != nil }
            // Nine bytes of headers and five of older frames must be there; the primary one may be cut.
            #expect(!isSound || count >= 14)
        }
    }

    @Test func findsKeyFrames() throws {
        // Picture id of 15 bits, TL0PICIDX, TID and KEYIDX; then the tag of a key frame of 640 x 480.
        let vp8 = bytes("90 f0 8123 07 60 100200 9d012a 8002 e001 00")
        var copy = vp8
        try vp8.withUnsafeBytes { raw in
            let payload = try #require(Vp8Payload(raw))
            #expect(payload.length == 6 && payload.startsKeyFrame)
            #expect(payload.pictureId == 0x123 && payload.pictureIdIsLong && payload.tl0PicIdx == 7)
            #expect(payload.temporalLayer == 1 && payload.layerSync)
            #expect(payload.width == 640 && payload.height == 480)
            copy.withUnsafeMutableBytes { payload.rewrite($0, pictureId: 0x7FFF, tl0PicIdx: 255) }
        }
        #expect(Array(copy[2...4]) == [0xFF, 0xFF, 0xFF])
        #expect(copy.withUnsafeBytes { Vp8Payload($0)?.pictureId } == 0x7FFF)
        let keyless: [(String, Bool)] = [
            ("10 01", false), ("10 00", true), ("00 00", false), ("11 00", false), ("90 00 00", true),
        ]
        for (hex, isKey) in keyless {
            #expect(bytes(hex).withUnsafeBytes { Vp8Payload($0)?.startsKeyFrame } == isKey, "\(hex)")
        }
        let h264: [(String, Bool)] = [
            ("65 88", true), ("67 42", true), ("61 88", false), ("7c 85", true), ("7c 05", false), ("7c 81", false),
            ("78 0002 09f0 0003 67420a 0001 68", true), ("78 0002 09f0 0001 61", false),
            ("78 ffff", false), ("", false),
        ]
        for (hex, isKey) in h264 { #expect(bytes(hex).withUnsafeBytes { H264Payload.startsKeyFrame($0) } == isKey) }
    }
}
