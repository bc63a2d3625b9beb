/// Where and how widely the media server listens.
public struct MediaConfiguration: Sendable {
    /// The IPv4 or IPv6 address that the UDP ports are bound to; `0.0.0.0` for all of IPv4, `::` for both families.
    public var bindAddress: String
    /// The addresses, without ports, that answers offer as candidates: those by which browsers reach this host.
    /// Empty: the addresses of the network interfaces that are up, the loopback one included.
    public var announcedAddresses: [String]
    /// The UDP port of the first media thread; the second has the next one, and so on. 0 lets the system choose.
    public var port: UInt16
    /// The TCP ports, for browsers in networks that let no UDP pass.
    public var tcp: TcpPorts
    /// Media threads, each with a port of its own: one per core that calls may fill.
    public var threads: Int

    public init(
        bindAddress: String = "0.0.0.0", announcedAddresses: [String] = [], port: UInt16 = 3478,
        tcp: TcpPorts = .likeUdp, threads: Int = 1
    ) {
        self.bindAddress = bindAddress
        self.announcedAddresses = announcedAddresses
        self.port = port
        self.tcp = tcp
        self.threads = threads
    }
}

/// Which TCP ports the media threads listen on.
public enum TcpPorts: Sendable, Equatable {
    case none
    /// The numbers of the UDP ports, so that a firewall is opened for one number; none where that is taken.
    case likeUdp
    /// The first media thread's; the second has the next one, and so on. 0 lets the system choose. It must be free.
    case from(UInt16)
}
