import Foundation

/// Whom limits count: a host, whichever of its addresses it uses.
enum ClientHost {
    /// IPv4 that comes mapped into IPv6 begins with these (RFC 4291 section 2.5.5.2).
    private static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    /// Of IPv6 the network, for one host has as many addresses there as it likes (RFC 4291 section 2.5.4); an IPv4
    /// address, and what is none at all, as it is.
    static func of(_ address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        if bytes.starts(with: mapped) {
            return bytes.dropFirst(mapped.count).map { String($0) }.joined(separator: ".")
        }
        let groups = (0..<4).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        return groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
