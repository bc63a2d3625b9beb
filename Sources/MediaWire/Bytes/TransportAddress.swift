/// An IP address of either family and a port, over UDP or TCP: where a datagram came from or goes to.
///
/// A value without any reference, so that it can be a key in the packet path.
@frozen public struct TransportAddress: Hashable, Sendable {
    /// The address in network order: IPv4 in the lower 32 bits of `low`; of IPv6 the first eight bytes in `high`.
    public let high: UInt64
    public let low: UInt64
    public let port: UInt16
    public let isV6: Bool
    /// Whether datagrams travel in the frames of a TCP connection (RFC 6544); the same numbers over UDP are another
    /// address.
    public let isTcp: Bool

    @usableFromInline init(high: UInt64, low: UInt64, port: UInt16, isV6: Bool, isTcp: Bool = false) {
        self.high = high
        self.low = low
        self.port = port
        self.isV6 = isV6
        self.isTcp = isTcp
    }

    /// An IPv4 address, its four bytes as one number in reading order.
    public init(v4 address: UInt32, port: UInt16) {
        self.init(high: 0, low: UInt64(address), port: port, isV6: false)
    }

    /// An IPv6 address, its sixteen bytes as two numbers in reading order.
    public init(v6High high: UInt64, low: UInt64, port: UInt16) {
        self.init(high: high, low: low, port: port, isV6: true)
    }

    /// Reads `192.0.2.1` or `2001:db8::1` (RFC 4291 section 2.2, without a zone); nil for anything else, names
    /// included.
    public init?(_ text: some StringProtocol, port: UInt16) {
        if let address = Self.v4(text) {
            self.init(v4: address, port: port)
        } else if let (high, low) = Self.v6(text) {
            self.init(v6High: high, low: low, port: port)
        } else {
            return nil
        }
    }

    /// Every packet is looked up by its address: three words are quicker than five fields.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(high)
        hasher.combine(low)
        hasher.combine(UInt32(port) << 2 | (isV6 ? 2 : 0) | (isTcp ? 1 : 0))
    }

    /// The same numbers over TCP.
    public var overTcp: TransportAddress {
        TransportAddress(high: high, low: low, port: port, isV6: isV6, isTcp: true)
    }

    /// The address without its port, as a candidate line carries it.
    public var host: String {
        if !isV6 { return (0..<4).map { String(low >> (24 - 8 * UInt64($0)) & 0xFF) }.joined(separator: ".") }
        return (0..<8).map { group in
            let half = group < 4 ? high : low
            return String(half >> (48 - 16 * UInt64(group % 4)) & 0xFFFF, radix: 16)
        }.joined(separator: ":")
    }

    private static func v4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.utf8.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part)
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    private static func v6(_ text: some StringProtocol) -> (UInt64, UInt64)? {
        guard text.utf8.count <= 39 else { return nil }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count >= 3, groups.count <= 9 else { return nil }
        var head: [UInt16] = []
        var tail: [UInt16] = []
        var gapSeen = false
        for (index, group) in groups.enumerated() {
            if group.isEmpty {
                // "::" gives one empty group, or two where it stands at an end of the text.
                let atEnd = index == 0 || index == groups.count - 1
                if atEnd && (index == 0 ? groups[1].isEmpty : groups[index - 1].isEmpty) { continue }
                guard !gapSeen, !atEnd else { return nil }
                gapSeen = true
            } else {
                guard group.utf8.count <= 4, let value = UInt16(group, radix: 16), group.utf8.first != 43
                else { return nil }
                if gapSeen { tail.append(value) } else { head.append(value) }
            }
        }
        let missing = 8 - head.count - tail.count
        guard gapSeen ? missing >= 1 : missing == 0 else { return nil }
        let all = head + Array(repeating: 0, count: missing) + tail
        let number = { (part: ArraySlice<UInt16>) in part.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        return (number(all[..<4]), number(all[4...]))
    }
}

extension TransportAddress: CustomStringConvertible {
    /// `192.0.2.1:3478` or `[2001:db8:0:0:0:0:0:1]:3478`. Personal data where it is a patient's: never log it.
    public var description: String { isV6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
