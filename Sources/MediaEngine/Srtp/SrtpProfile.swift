/// The protection profiles that we speak (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
public enum SrtpProfile: Sendable, Equatable {
    case aes128Gcm
    case aes128CmSha1_80

    /// Bytes of the cipher's key, master and session alike.
    public var keyLength: Int { 16 }
    /// Bytes of the salt.
    public var saltLength: Int { self == .aes128Gcm ? 12 : 14 }
    /// Bytes of the key for the message code; none in GCM.
    public var authenticationKeyLength: Int { self == .aes128Gcm ? 0 : 20 }
    /// Bytes of the tag behind each packet.
    public var tagLength: Int { self == .aes128Gcm ? 16 : 10 }
    /// Bytes that an SRTCP packet grows by: the tag, and four for the index.
    public var controlOverhead: Int { tagLength + 4 }
}

/// What a handshake agreed on: the master keys of both directions.
public struct SrtpMasterKeys: Sendable, Equatable {
    public let profile: SrtpProfile
    public let clientKey: [UInt8]
    public let clientSalt: [UInt8]
    public let serverKey: [UInt8]
    public let serverSalt: [UInt8]

    /// Cuts the exported keying material (RFC 5764 section 4.2); nil when its length is not the profile's.
    public init?(_ profile: SrtpProfile, exported: [UInt8]) {
        let (key, salt) = (profile.keyLength, profile.saltLength)
        guard exported.count == 2 * (key + salt) else { return nil }
        self.profile = profile
        clientKey = Array(exported[0..<key])
        serverKey = Array(exported[key..<2 * key])
        clientSalt = Array(exported[2 * key..<2 * key + salt])
        serverSalt = Array(exported[(2 * key + salt)...])
    }
}

/// The keys of one direction, derived from a master key (RFC 3711 section 4.3.1; RFC 7714 section 11 for GCM).
struct SrtpSessionKeys {
    let key: [UInt8]
    let authenticationKey: [UInt8]
    let salt: [UInt8]

    private enum Label {
        static let encryption: UInt8 = 0
        static let authentication: UInt8 = 1
        static let salt: UInt8 = 2
        /// SRTCP has the same three, from here on.
        static let control: UInt8 = 3
    }

    init(
        _ profile: SrtpProfile, master: [UInt8], salt masterSalt: [UInt8], isControl: Bool, _ crypto: any Cryptography
    ) {
        let base = isControl ? Label.control : 0
        let derive = { (label: UInt8, count: Int) -> [UInt8] in
            guard count > 0 else { return [] }
            // The salt of GCM is shorter than the derivation's 14 bytes and is filled with zeros behind.
            var iv = masterSalt + Array(repeating: 0, count: max(0, 16 - masterSalt.count))
            iv[7] ^= base + label
            return crypto.counterKeystream(key: master, iv: iv, count: count)
        }
        key = derive(Label.encryption, profile.keyLength)
        authenticationKey = derive(Label.authentication, profile.authenticationKeyLength)
        salt = derive(Label.salt, profile.saltLength)
    }
}
