import Kernel

/// The operator's relay (TURN, RFC 8656), for networks that let nothing pass but TLS to port 443.
public protocol Relay: Sendable {
    /// What a browser needs to use it until then: a name and a password of their own, made for this one time.
    ///
    /// - Parameter name: Says nothing about a person: the relay may log it.
    func way(for name: String, until: Instant) -> RelayWay
}

/// How a browser reaches the relay.
public struct RelayWay: Sendable, Hashable, Encodable {
    /// URIs of RFC 7065: `turns:relay.clinic.example:443?transport=tcp`.
    public let urls: [String]
    public let username: String
    public let credential: String
    /// From then on the relay refuses them.
    public let until: Instant

    public init(urls: [String], username: String, credential: String, until: Instant) {
        self.urls = urls
        self.username = username
        self.credential = credential
        self.until = until
    }
}
