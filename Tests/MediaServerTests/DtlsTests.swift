import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Handshakes between two sessions of ours, datagram by datagram.
@Suite struct DtlsTests {
    private func carry(_ from: any DtlsSession, to: any DtlsSession) -> Int {
        var count = 0
        var bytes = [UInt8](repeating: 0, count: 2_000)
        while let length = bytes.withUnsafeMutableBytes({ from.nextDatagram(into: $0) }) {
            #expect(length <= 1_200)
            bytes.withUnsafeBytes { to.receive(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            count += 1
        }
        return count
    }

    @Test func bothSidesAgreeOnKeysAndSeeEachOthersCertificate() throws {
        let (here, there) = (try OpenSslCryptography(), try OpenSslCryptography())
        let server = try #require(here.makeDtls(.server))
        let client = try #require(there.makeDtls(.client))
        client.start()
        for _ in 0..<10 where client.state != .established || server.state != .established {
            _ = carry(client, to: server)
            _ = carry(server, to: client)
        }
        #expect(client.state == .established && server.state == .established)
        let keys = try #require(server.keys())
        #expect(keys == client.keys())
        #expect(keys.profile == .aes128Gcm)
        #expect(server.peerFingerprint == there.fingerprint)
        #expect(client.peerFingerprint == here.fingerprint)
        client.close()
        _ = carry(client, to: server)
        #expect(server.state == .closed)
    }
}
