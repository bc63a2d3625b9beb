import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Our SRTP against the vectors of the RFCs.
@Suite struct SrtpVectorTests {
    /// RFC 3711 appendix B.3.
    @Test func derivesTheKeysOfRfc3711() throws {
        let crypto = try OpenSslCryptography()
        let keys = SrtpSessionKeys(
            .aes128CmSha1_80, master: hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            salt: hex("0EC675AD498AFEEBB6960B3AABE6"),
            isControl: false, crypto)
        #expect(keys.key == hex("C61E7A93744F39EE10734AFE3FF7A087"))
        #expect(keys.salt == hex("30CBBC08863D8C85D49DB34A9AE1"))
        #expect(keys.authenticationKey == hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"))
    }

    /// RFC 3711 appendix B.2: the keystream of counter mode.
    @Test func makesTheKeystreamOfRfc3711() throws {
        let crypto = try OpenSslCryptography()
        let stream = crypto.counterKeystream(
            key: hex("2B7E151628AED2A6ABF7158809CF4F3C"), iv: hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), count: 32)
        #expect(stream == hex("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"))
    }

    // What sections 16 and 17 of RFC 7714 have in common.
    private let key = hex("000102030405060708090a0b0c0d0e0f")
    private let salt = hex("517569642070726f2071756f")
    private let plainPacket = hex(
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573")
    private let sealedPacket = hex(
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
            + "899d7f27beb16a9152cf765ee4390cce")
    private let plainReport = hex(
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef")
    /// Without the word behind it that holds the flag and the index.
    private let sealedReport = hex(
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
            + "c84aa45896cf4d2fc5abf87245d9eade")
    private let reportIndex: Int64 = 0x5d4
    private let reportWord: UInt32 = 0x8000_05d4

    /// Seals or opens a packet with sixteen bytes of tag behind it, or of room for one; nil when the cipher refuses.
    ///
    /// - Parameter word: The word behind an SRTCP packet; nil for SRTP.
    private func turn(
        _ direction: CipherDirection, _ packet: [UInt8], clear: Int, _ ssrc: UInt32, index: Int64, word: UInt32? = nil
    ) throws -> [UInt8]? {
        let cipher = try #require(GcmCipher(direction, key: key, isControl: word != nil))
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 16)
        defer { scratch.deallocate() }
        PacketVector(.aes128Gcm, salt: salt, bytes: scratch).make(Ssrc(ssrc), index: index)
        let iv = try #require(UnsafeRawPointer(scratch.baseAddress))
        var bytes = packet
        let isDone = bytes.withUnsafeMutableBytes { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            let length = buffer.count - 16
            let (suffix, tag) = (word ?? 0, base + length)
            switch direction {
            case .seal: return cipher.seal(base, clear: clear, length: length, iv: iv, suffix: suffix, tag: tag)
            case .open: return cipher.open(base, clear: clear, length: length, iv: iv, suffix: suffix, tag: tag)
            }
        }
        return isDone ? bytes : nil
    }

    /// RFC 7714 sections 16 and 17: the vectors of the packet and of the report.
    @Test func makesTheVectorsOfRfc7714() {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 16)
        defer { scratch.deallocate() }
        let vector = PacketVector(.aes128Gcm, salt: salt, bytes: scratch)
        vector.make(Ssrc(0x5501_a0b2), index: 0xf17b)
        #expect(Array(scratch[..<12]) == hex("51753c6580c2726f20718414"))
        vector.make(Ssrc(0x4d61_7273), index: reportIndex)
        #expect(Array(scratch[..<12]) == hex("517524055203726f207170bb"))
    }

    /// RFC 7714 section 16.1.1: session key and salt as given there.
    @Test func sealsThePacketOfRfc7714() throws {
        let room = [UInt8](repeating: 0, count: 16)
        #expect(try turn(.seal, plainPacket + room, clear: 12, 0x5501_a0b2, index: 0xf17b) == sealedPacket)
    }

    /// RFC 7714 section 16.1.2.
    @Test func opensThePacketOfRfc7714() throws {
        let opened = try #require(try turn(.open, sealedPacket, clear: 12, 0x5501_a0b2, index: 0xf17b))
        #expect(Array(opened[..<plainPacket.count]) == plainPacket)
        for place in sealedPacket.indices {
            var forged = sealedPacket
            forged[place] ^= 1
            #expect(try turn(.open, forged, clear: 12, 0x5501_a0b2, index: 0xf17b) == nil)
        }
    }

    /// RFC 7714 section 17.1, with the layout of its section 9.2: header, cipher text, tag, word.
    @Test func sealsTheReportOfRfc7714() throws {
        let room = [UInt8](repeating: 0, count: 16)
        let made = try turn(.seal, plainReport + room, clear: 8, 0x4d61_7273, index: reportIndex, word: reportWord)
        #expect(made == sealedReport)
    }

    /// The same the other way; the word behind it is authenticated though it is not encrypted.
    @Test func opensTheReportOfRfc7714() throws {
        let open = { (packet: [UInt8], word: UInt32) throws -> [UInt8]? in
            try turn(.open, packet, clear: 8, 0x4d61_7273, index: reportIndex, word: word)
        }
        let opened = try #require(try open(sealedReport, reportWord))
        #expect(Array(opened[..<plainReport.count]) == plainReport)
        #expect(try open(sealedReport, reportWord & 0x7FFF_FFFF) == nil)
        #expect(try open(sealedReport, reportWord ^ 1) == nil)
        for place in sealedReport.indices {
            var forged = sealedReport
            forged[place] ^= 1
            #expect(try open(forged, reportWord) == nil)
        }
    }
}

/// Bytes from hex digits.
func hex(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
        UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
    }
}
