/// A user fragment and a password (RFC 8839 section 5.4).
public struct IceCredentials: Hashable, Sendable {
    public let fragment: String
    public let password: String

    /// Takes what is known to be sound, our own for instance.
    public init(fragment: String, password: String) {
        self.fragment = fragment
        self.password = password
    }

    /// Whether both have the lengths and the characters that ICE allows.
    public var isSound: Bool {
        (4...256).contains(fragment.utf8.count) && (22...256).contains(password.utf8.count)
            && fragment.utf8.allSatisfy(Self.isIceCharacter) && password.utf8.allSatisfy(Self.isIceCharacter)
    }

    private static func isIceCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "/"): true
        // RFC 8839 has only those; some senders use the URL alphabet, and no harm comes of it.
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// The SHA-256 of a certificate (RFC 8122).
public struct Fingerprint: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Nil unless there are 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads `9E:AE:…`, 32 pairs of hex digits in either case.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 95 else { return nil }
        let pairs = text.split(separator: ":", omittingEmptySubsequences: false)
        guard pairs.count == 32, pairs.allSatisfy({ $0.utf8.count == 2 && $0.utf8.first != 43 && $0.utf8.first != 45 })
        else { return nil }
        self.init(bytes: pairs.compactMap { UInt8($0, radix: 16) })
    }

    /// As a description carries it, in capitals.
    public var text: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}

/// An address at which a side can be reached (RFC 8839 section 5.1, RFC 6544 for TCP); only those of type `host` are
/// written.
public struct IceCandidate: Hashable, Sendable {
    public enum Transport: String, Sendable {
        case udp
        /// We listen, the other side connects.
        case tcpPassive
        /// The other side would listen.
        case tcpActive
    }

    public let foundation: String
    public let transport: Transport
    public let priority: UInt32
    public let address: TransportAddress

    public init(foundation: String, transport: Transport, priority: UInt32, address: TransportAddress) {
        self.foundation = foundation
        self.transport = transport
        self.priority = priority
        self.address = transport == .udp ? address : address.overTcp
    }

    /// A host candidate of ours; `preference` tells several addresses apart, higher is better (RFC 8445 section
    /// 5.1.2).
    public init(host address: TransportAddress, transport: Transport, preference: UInt16) {
        // Host candidates have type preference 126; over TCP a lower one, so that UDP is taken where it works (RFC
        // 6544 4.2).
        let type: UInt32 = transport == .udp ? 126 : 90
        self.init(
            foundation: "\(transport == .udp ? 1 : 2)\(preference)", transport: transport,
            priority: type << 24 | UInt32(preference) << 8 | 255, address: address)
    }

    /// Reads what stands behind `candidate:`; nil for names, other components, and what cannot be read.
    init?(_ value: SdpText.Bytes) {
        let words = SdpText.words(value, most: 64)
        guard words.count >= 8, SdpText.string(words[1]) == "1", let priority: UInt32 = SdpText.number(words[3]),
            let port: UInt16 = SdpText.number(words[5]),
            let address = TransportAddress(Substring(words[4]), port: port)
        else { return nil }
        switch SdpText.string(words[2]).lowercased() {
        case "udp":
            transport = .udp
        case "tcp":
            let passive = words.contains { SdpText.string($0) == "passive" }
            transport = passive ? .tcpPassive : .tcpActive
        default:
            return nil
        }
        foundation = SdpText.string(words[0])
        self.priority = priority
        self.address = transport == .udp ? address : address.overTcp
    }

    /// What stands behind `a=`.
    public var text: String {
        let isUdp = transport == .udp
        let name = isUdp ? "udp" : "tcp"
        let kind = isUdp ? "" : " tcptype \(transport == .tcpPassive ? "passive" : "active")"
        return "candidate:\(foundation) 1 \(name) \(priority) \(address.host) \(address.port) typ host\(kind)"
    }
}
