import Crypto
import Kernel
import UseCases

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Credentials that end by themselves, from a secret that we share with the relay (draft-uberti-behave-turn-rest-00,
/// which coturn calls `use-auth-secret`): nothing has to be kept, here or there.
public struct TurnRelay: Relay {
    private let uris: [String]
    private let secret: SymmetricKey

    public init(uris: [String], secret: String) {
        self.uris = uris
        self.secret = SymmetricKey(data: Data(secret.utf8))
    }

    /// Whether a browser can take it for the address of a relay (RFC 7065).
    public static func isSound(_ uri: String) -> Bool {
        uri.wholeMatch(of: /turns?:[A-Za-z0-9.\-\[\]:]+(\?transport=(udp|tcp))?/) != nil
    }

    public func way(for name: String, until: Instant) -> RelayWay {
        let username = "\(until.ms / 1_000):\(name)"
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Data(username.utf8), using: secret)
        return RelayWay(
            urls: uris, username: username, credential: Data(code).base64EncodedString(), until: until)
    }
}
