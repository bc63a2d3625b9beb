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

    /// RFC 7714 section 16.1.1: session key and salt as given there.
    @Test func sealsThePacketOfRfc7714() throws {
        let plain = hex(
            "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573")
        let expected = hex(
            "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce")
        let cipher = try #require(GcmCipher(.seal, key: hex("000102030405060708090a0b0c0d0e0f"), isControl: false))
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 16)
        defer { scratch.deallocate() }
        let vector = PacketVector(.aes128Gcm, salt: hex("517569642070726f2071756f"), bytes: scratch)
        vector.make(Ssrc(0x5501_a0b2), index: 0xf17b)
        #expect(Array(scratch[..<12]) == hex("51753c6580c2726f20718414"))
        var bytes = plain + [UInt8](repeating: 0, count: 16)
        let iv = try #require(UnsafeRawPointer(scratch.baseAddress))
        let isSealed = bytes.withUnsafeMutableBytes { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            return cipher.seal(base, clear: 12, length: plain.count, iv: iv, suffix: 0, tag: base + plain.count)
        }
        #expect(isSealed)
        #expect(bytes == expected)
    }
}

/// Bytes from hex digits.
func hex(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
        UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
    }
}
