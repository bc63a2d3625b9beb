import MediaWire

/// What strangers may take of a TCP port. A stranger is a connection from which no genuine check has come: a browser of
/// ours sends one at once.
struct StreamLimits: Sendable {
    /// Connections of one thread, and of one host: a whole hospital may sit behind one address.
    var most = 6_000
    var mostOfHost = 1_000
    /// Strangers of one thread, the oldest of which makes room for a new one, and of one host, which gets no more.
    var mostStrangers = 512
    var mostStrangersOfHost = 32
    /// How long one may stay a stranger, and how much it may say: some checks.
    var strangerUs: Int64 = 5_000_000
    var strangerBytes = 4_096
    /// How often that is looked after.
    var sweepUs: Int64 = 250_000
}

/// How many connections there are, by host.
struct HostCounts {
    private struct Count {
        var all = 0
        var strangers = 0
    }

    private var hosts: [TransportAddress: Count] = [:]
    private(set) var all = 0
    private(set) var strangers = 0

    /// An IPv4 address; of IPv6 the network, for one host has as many addresses there as it likes (RFC 4291 section
    /// 2.5.4).
    private static func host(_ address: TransportAddress) -> TransportAddress {
        address.isV6
            ? TransportAddress(v6High: address.high, low: 0, port: 0)
            : TransportAddress(v4: UInt32(truncatingIfNeeded: address.low), port: 0)
    }

    /// Whether one more from there may stay; it is a stranger at first.
    func allows(_ address: TransportAddress, _ limits: StreamLimits) -> Bool {
        let count = hosts[Self.host(address)] ?? Count()
        return all < limits.most && count.all < limits.mostOfHost && count.strangers < limits.mostStrangersOfHost
    }

    mutating func open(_ address: TransportAddress) {
        hosts[Self.host(address), default: Count()].all += 1
        hosts[Self.host(address), default: Count()].strangers += 1
        all += 1
        strangers += 1
    }

    /// A stranger has become known, or the other way round.
    mutating func change(_ address: TransportAddress, isStranger: Bool) {
        hosts[Self.host(address), default: Count()].strangers += isStranger ? 1 : -1
        strangers += isStranger ? 1 : -1
    }

    mutating func close(_ address: TransportAddress, isStranger: Bool) {
        let host = Self.host(address)
        var count = hosts[host] ?? Count()
        count.all -= 1
        count.strangers -= isStranger ? 1 : 0
        hosts[host] = count.all > 0 ? count : nil
        all -= 1
        strangers -= isStranger ? 1 : 0
    }
}
