import MediaWire
import Testing

/// The vectors of RFC 5769, and messages of our own.
@Suite struct StunTests {
    static let password = Array("VOkJxbRl1RmTxUk/WvJxBt".utf8)
    static let request = bytes("""
        00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae 80 22 00 10 53 54 55 4e 20 74 65 73
        74 20 63 6c 69 65 6e 74 00 24 00 04 6e 00 01 ff 80 29 00 08 93 2f f9 b1 51 26 3b 36 00 06 00 09
        65 76 74 6a 3a 68 36 76 59 20 20 20 00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49
        c1 b5 71 a2 80 28 00 04 e5 7a 3b cf
        """)
    static let response = bytes("""
        01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae 80 22 00 0b 74 65 73 74 20 76 65 63
        74 6f 72 20 00 20 00 08 00 01 a1 47 e1 12 a6 43 00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9
        2a f9 ba 53 f0 6b e7 d7 80 28 00 04 c0 7d 4c 96
        """)
    static let response6 = bytes("""
        01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae 80 22 00 0b 74 65 73 74 20 76 65 63
        74 6f 72 20 00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9 00 08 00 14
        a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41 80 28 00 04 c8 fb 0b 4c
        """)
    static let longTerm = bytes("""
        00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e 00 06 00 12 e3 83 9e e3 83 88 e3 83
        aa e3 83 83 e3 82 af e3 82 b9 00 00 00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34
        6f 4c 39 46 53 54 76 79 36 34 73 41 00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00 00 08 00 14
        f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66
        """)

    @Test func readsTheRequestOfRfc5769() throws {
        try Self.request.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            #expect(message.type == .bindingRequest)
            #expect(message.priority == 0x6E00_01FF)
            #expect(message.iceControlled == 0x932F_F9B1_5126_3B36)
            #expect(message.username.map { Array($0) } == Array("evtj:h6vY".utf8))
            #expect(message.hasFingerprint)
            #expect(message.hasIntegrity(hmac(Self.password)))
            #expect(!message.hasIntegrity(hmac(Array("another password, longer".utf8))))
            #expect(message.unknownRequired == nil)
        }
    }

    @Test func readsBothResponsesOfRfc5769() throws {
        try Self.response.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            #expect(message.type == .bindingSuccess)
            #expect(message.xorMappedAddress == TransportAddress("192.0.2.1", port: 32_853))
            #expect(message.hasIntegrity(hmac(Self.password)))
        }
        try Self.response6.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            let expected = TransportAddress("2001:db8:1234:5678:11:2233:4455:6677", port: 32_853)
            #expect(message.xorMappedAddress == expected)
            #expect(message.hasIntegrity(hmac(Self.password)))
        }
    }

    @Test func checksTheLongTermCredentialOfRfc5769() throws {
        // MD5 of "マトリックス:example.org:TheMatrIX".
        let key = bytes("e8ca7ad59d5eb0518e312911d2dab2a9")
        try Self.longTerm.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            #expect(!message.hasFingerprint)
            #expect(message.hasIntegrity(hmac(key)))
        }
    }

    @Test func refusesEveryFlippedBit() {
        // All but the fingerprint's own name: with another one it is an attribute behind the integrity, to be ignored.
        let fingerprintName = 800..<816
        for place in 0..<(Self.request.count * 8) where !fingerprintName.contains(place) {
            var flipped = Self.request
            flipped[place / 8] ^= 1 << UInt8(place % 8)
            let isTaken = flipped.withUnsafeBytes { StunMessage($0)?.hasIntegrity(hmac(Self.password)) ?? false }
            #expect(!isTaken, "bit \(place)")
        }
    }

    @Test func refusesEveryTruncation() {
        for count in 0..<Self.request.count {
            #expect(Self.request.prefix(count).withUnsafeBytes { StunMessage($0) == nil }, "\(count) bytes")
        }
    }

    @Test func writesACheckThatItReads() throws {
        let transaction = StunTransaction(high: 0x0102_0304, low: 0x0506_0708_090A_0B0C)
        let check = written { buffer in
            var message = StunWriter(buffer, .bindingRequest, transaction)
            message.username("serverside:clientside")
            message.priority(1_853_824_767)
            message.iceControlling(99)
            message.useCandidate()
            message.integrity(hmac(Self.password))
            message.fingerprint()
            return message.finish()
        }
        try check.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            #expect(DatagramKind(of: raw) == .stun)
            #expect(message.transaction == transaction)
            #expect(message.useCandidate)
            #expect(message.iceControlling == 99)
            #expect(message.priority == 1_853_824_767)
            #expect(message.hasIntegrity(hmac(Self.password)))
        }
    }

    @Test func answersWithAddressOrError() throws {
        let transaction = StunTransaction(high: 7, low: 8)
        for address in [TransportAddress("198.51.100.7", port: 50_000), TransportAddress("2001:db8::7", port: 443)] {
            let address = try #require(address)
            let success = written {
                StunWriter.success(to: transaction, from: address, hmac(Self.password), into: $0)
            }
            try success.withUnsafeBytes { raw in
                let message = try #require(StunMessage(raw))
                #expect(message.xorMappedAddress == address)
                #expect(message.hasIntegrity(hmac(Self.password)))
            }
        }
        for (error, key) in [(StunError.roleConflict, Self.password), (.badRequest, nil), (.unknownAttribute, nil)] {
            let failure = written {
                StunWriter.failure(to: transaction, error, unknown: 0x7FFF, key.map { hmac($0) }, into: $0)
            }
            try failure.withUnsafeBytes { raw in
                let message = try #require(StunMessage(raw))
                #expect(message.type == .bindingError)
                #expect(message.errorCode == error.rawValue)
                #expect(key == nil || message.hasIntegrity(hmac(Self.password)))
            }
        }
    }

    @Test func ignoresWhatFollowsTheIntegrity() throws {
        // Somebody on the way adds USE-CANDIDATE behind the integrity and mends the fingerprint.
        let forged = written { buffer in
            var message = StunWriter(buffer, .bindingRequest, StunTransaction(high: 1, low: 2))
            message.username("a:b")
            message.integrity(hmac(Self.password))
            message.useCandidate()
            message.fingerprint()
            return message.finish()
        }
        try forged.withUnsafeBytes { raw in
            let message = try #require(StunMessage(raw))
            #expect(message.hasIntegrity(hmac(Self.password)))
            #expect(!message.useCandidate)
        }
    }

    @Test func saysWhenTheBufferIsTooSmall() {
        for room in 0..<76 {
            let short = written(room) { buffer in
                var message = StunWriter(buffer, .bindingRequest, StunTransaction(high: 1, low: 2))
                message.username("abcdefgh:ijklmnop")
                message.integrity(hmac(Self.password))
                message.fingerprint()
                return message.finish()
            }
            #expect(short.isEmpty, "\(room) bytes of room")
        }
    }

    @Test func tellsDatagramsApart() {
        let kinds: [(UInt8, UInt8, DatagramKind)] = [
            (0, 1, .stun), (3, 0, .stun), (4, 0, .other), (20, 254, .dtls), (63, 0, .dtls), (64, 0, .other),
            (128, 96, .rtp), (144, 111, .rtp), (128, 200, .rtcp), (129, 206, .rtcp), (191, 223, .rtcp),
            (192, 0, .other),
        ]
        for (first, second, kind) in kinds {
            #expect([first, second].withUnsafeBytes { DatagramKind(of: $0) } == kind)
        }
        #expect([UInt8]().withUnsafeBytes { DatagramKind(of: $0) } == .other)
    }
}
