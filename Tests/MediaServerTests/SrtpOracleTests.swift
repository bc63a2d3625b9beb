import CSrtp
import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Our SRTP and SRTCP against libsrtp2, both ways, and what no honest sender makes.
@Suite(.serialized) struct SrtpOracleTests {
    static let profiles: [SrtpProfile] = [.aes128Gcm, .aes128CmSha1_80]
    private static let start: Void = { _ = srtp_init() }()

    /// A session of libsrtp2 with the same master key for both directions.
    private func oracle(_ profile: SrtpProfile, sends: Bool) throws -> srtp_t {
        Self.start
        var policy = srtp_policy_t()
        if profile == .aes128Gcm { oracle_use_gcm(&policy) } else { oracle_use_sha1_80(&policy) }
        policy.ssrc.type = sends ? ssrc_any_outbound : ssrc_any_inbound
        policy.window_size = 128
        var master = key + salt(profile)
        var session: srtp_t?
        let status = master.withUnsafeMutableBufferPointer { bytes in
            policy.key = bytes.baseAddress
            return srtp_create(&session, &policy)
        }
        #expect(status == srtp_err_status_ok)
        return try #require(session)
    }

    private func receiver(_ profile: SrtpProfile, _ crypto: OpenSslCryptography) throws -> SrtpReceiver {
        guard let receiver = SrtpReceiver(profile, key: key, salt: salt(profile), crypto) else { throw KeysRefused() }
        return receiver
    }

    private func sender(_ profile: SrtpProfile, _ crypto: OpenSslCryptography) throws -> SrtpSender {
        guard let sender = SrtpSender(profile, key: key, salt: salt(profile), crypto) else { throw KeysRefused() }
        return sender
    }

    private struct KeysRefused: Error {}

    private let key = [UInt8](0..<16)
    private func salt(_ profile: SrtpProfile) -> [UInt8] { (0..<profile.saltLength).map { UInt8(100 + $0) } }

    private func rtp(_ number: Int, _ length: Int = 200) -> [UInt8] {
        let sequence = UInt16(truncatingIfNeeded: number)
        let number: [UInt8] = [UInt8(sequence >> 8), UInt8(sequence & 255)]
        let head: [UInt8] = [0x90, 0x6F] + number + [0, 0, 1, 2, 0xCA, 0xFE, 0xBA, 0xBE]
        let mark: [UInt8] = [0xBE, 0xDE, 0, 1, 0x10, 0x7F, 0, 0]
        return head + mark + (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ Int(sequence)) }
    }

    private func open(_ receiver: inout SrtpReceiver, _ packet: [UInt8]) -> [UInt8]? {
        var bytes = packet
        return bytes.withUnsafeMutableBytes { buffer -> [UInt8]? in
            guard let header = RtpHeader(UnsafeRawBufferPointer(buffer)), let length = receiver.open(buffer, header)
            else { return nil }
            return Array(buffer[..<length])
        }
    }

    private func protect(_ session: srtp_t, _ packet: [UInt8], isControl: Bool = false) -> [UInt8] {
        var bytes = packet + [UInt8](repeating: 0, count: 32)
        var length = Int32(packet.count)
        let status = isControl ? srtp_protect_rtcp(session, &bytes, &length) : srtp_protect(session, &bytes, &length)
        #expect(status == srtp_err_status_ok)
        return Array(bytes[..<Int(length)])
    }

    /// 2,000 packets: past one rollover of the sequence numbers.
    @Test(arguments: profiles) func opensWhatTheOracleSeals(_ profile: SrtpProfile) throws {
        let crypto = try OpenSslCryptography()
        let session = try oracle(profile, sends: true)
        defer { srtp_dealloc(session) }
        var receiver = try receiver(profile, crypto)
        var failures = 0
        for number in 65_000..<67_000 {
            let plain = rtp(number)
            if open(&receiver, protect(session, plain)) != plain { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test(arguments: profiles) func theOracleOpensWhatWeSeal(_ profile: SrtpProfile) throws {
        let crypto = try OpenSslCryptography()
        let session = try oracle(profile, sends: false)
        defer { srtp_dealloc(session) }
        let sender = try sender(profile, crypto)
        var failures = 0
        for number in 65_000..<67_000 {
            let plain = rtp(number)
            var bytes = plain + [UInt8](repeating: 0, count: 32)
            let length = bytes.withUnsafeMutableBytes {
                sender.protect($0, header: 20, length: plain.count, ssrc: Ssrc(0xCAFE_BABE), index: Int64(number))
            }
            var received = Int32(try #require(length))
            let status = srtp_unprotect(session, &bytes, &received)
            if status != srtp_err_status_ok || Array(bytes[..<Int(received)]) != plain { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test(arguments: profiles) func controlGoesBothWays(_ profile: SrtpProfile) throws {
        let crypto = try OpenSslCryptography()
        let out = try oracle(profile, sends: true)
        let into = try oracle(profile, sends: false)
        defer {
            srtp_dealloc(out)
            srtp_dealloc(into)
        }
        var receiver = try receiver(profile, crypto)
        var sender = try sender(profile, crypto)
        let plain: [UInt8] = [0x80, 201, 0, 1, 1, 2, 3, 4]
        for _ in 0..<50 {
            var bytes = protect(out, plain, isControl: true)
            let opened = bytes.withUnsafeMutableBytes { receiver.openControl($0) }
            #expect(opened == plain.count && Array(bytes[..<plain.count]) == plain)
            var ours = plain + [UInt8](repeating: 0, count: 32)
            let length = ours.withUnsafeMutableBytes { sender.protectControl($0, length: plain.count) }
            var received = Int32(try #require(length))
            #expect(srtp_unprotect_rtcp(into, &ours, &received) == srtp_err_status_ok)
            #expect(Array(ours[..<Int(received)]) == plain)
        }
    }

    @Test(arguments: profiles) func refusesReplaysAndForgeries(_ profile: SrtpProfile) throws {
        let crypto = try OpenSslCryptography()
        let session = try oracle(profile, sends: true)
        defer { srtp_dealloc(session) }
        var receiver = try receiver(profile, crypto)
        let packets = (1...300).map { protect(session, rtp($0)) }
        for packet in packets { #expect(open(&receiver, packet) != nil) }
        // Each once more: inside the window and long behind it.
        for packet in packets { #expect(open(&receiver, packet) == nil) }
        #expect(receiver.replays == 300)
        let fresh = protect(session, rtp(301))
        for place in fresh.indices where place > 1 {
            var forged = fresh
            forged[place] ^= 1
            #expect(open(&receiver, forged) == nil)
        }
        #expect(open(&receiver, fresh) != nil)
        // Cut short at every length: refused, and no trap.
        for length in 0..<fresh.count { #expect(open(&receiver, Array(fresh[..<length])) == nil) }
    }

    private func openControl(_ receiver: inout SrtpReceiver, _ packet: [UInt8]) -> [UInt8]? {
        var bytes = packet
        let opened = bytes.withUnsafeMutableBytes { receiver.openControl($0) }
        return opened.map { Array(bytes[..<$0]) }
    }

    /// A receiver report with one block of `number`.
    private func report(_ number: Int) -> [UInt8] {
        let head: [UInt8] = [0x81, 201, 0, 7, 0xCA, 0xFE, 0xBA, 0xBE]
        return head + (0..<24).map { UInt8(truncatingIfNeeded: $0 &* 11 &+ number) }
    }

    /// RFC 3711 section 3.4, RFC 7714 section 9: the word behind the packet is authenticated as well, and a packet counts
    /// as received only when its tag is right.
    @Test(arguments: profiles) func refusesReplayedAndForgedControl(_ profile: SrtpProfile) throws {
        let crypto = try OpenSslCryptography()
        let session = try oracle(profile, sends: true)
        defer { srtp_dealloc(session) }
        var receiver = try receiver(profile, crypto)
        let packets = (0..<300).map { protect(session, report($0), isControl: true) }
        // The newest and one in the middle of the window come late.
        let (newest, late) = (299, 250)
        for place in packets.indices where place != newest && place != late {
            #expect(openControl(&receiver, packets[place]) == report(place))
        }
        for place in packets.indices where place != newest && place != late {
            #expect(openControl(&receiver, packets[place]) == nil)
        }
        #expect(receiver.replays == 298)
        let fresh = packets[newest]
        for place in fresh.indices {
            for bit in UInt8(0)..<8 {
                var forged = fresh
                forged[place] ^= 1 << bit
                #expect(openControl(&receiver, forged) == nil, "bit \(bit) of byte \(place)")
            }
        }
        for length in 0..<fresh.count { #expect(openControl(&receiver, Array(fresh[..<length])) == nil) }
        for count in 1...32 {
            #expect(openControl(&receiver, fresh + [UInt8](repeating: 0x80, count: count)) == nil)
        }
        // Far ahead: if the window moved for it, nothing genuine would be taken any more.
        let word = profile == .aes128Gcm ? fresh.count - 4 : fresh.count - profile.controlOverhead
        for step in [UInt8(1), 0x10, 0x7F] {
            var forged = fresh
            forged[word] = 0x80 | step
            #expect(openControl(&receiver, forged) == nil)
        }
        #expect(openControl(&receiver, fresh) == report(newest))
        #expect(openControl(&receiver, packets[late]) == report(late))
        let replays = receiver.replays
        for place in [newest, late] { #expect(openControl(&receiver, packets[place]) == nil) }
        #expect(receiver.replays == replays + 2)
    }
}
