import Kernel
import Storage
import Testing
import UseCases

@Suite struct TurnRelayTests {
    /// The password as `openssl dgst -sha1 -hmac north -binary | base64` makes it of the user name.
    @Test func theRelayCanCheckTheNameAndThePassword() {
        let relay = TurnRelay(uris: ["turn:relay.example:443?transport=tcp"], secret: "north")
        let way = relay.way(for: "r-abc", until: Instant(ms: 1_700_007_200_999))
        #expect(way.username == "1700007200:r-abc")
        #expect(way.credential == "wdC++wX5XMCF6MDZUAR0q/iIqU4=")
        #expect(way.urls == ["turn:relay.example:443?transport=tcp"])
    }

    @Test(arguments: [
        ("turn:relay.example", true), ("turns:relay.example:443?transport=tcp", true), ("turn:203.0.113.7:3478", true),
        ("turn:[2001:db8::7]:443?transport=udp", true), ("stun:relay.example", false), ("relay.example:443", false),
        ("turns:relay.example:443?transport=tls", false), ("turn:", false), ("turns://relay.example", false),
    ])
    func anAddressOfARelayIsToldFromOthers(_ uri: String, _ isSound: Bool) {
        #expect(TurnRelay.isSound(uri) == isSound)
    }
}
