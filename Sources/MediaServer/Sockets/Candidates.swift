import CNetwork
import MediaEngine
import MediaWire

extension MediaConfiguration {
    /// What an answer offers as ways to a media thread: all over UDP first, then the same addresses over TCP.
    func candidates(udp: UInt16, tcp: UInt16?) throws(MediaFailure) -> [IceCandidate] {
        let addresses = try announced(port: udp)
        let overUdp = addresses.enumerated().map { place, address in
            IceCandidate(host: address, transport: .udp, preference: UInt16(65_535 - place))
        }
        guard let tcp else { return overUdp }
        return overUdp + (try announced(port: tcp)).enumerated().map { place, address in
            // The upper three bits are the direction's: 4 for passive (RFC 6544 section 4.2).
            IceCandidate(host: address, transport: .tcpPassive, preference: UInt16(4 << 13 | 8_191 - place))
        }
    }

    private func announced(port: UInt16) throws(MediaFailure) -> ArraySlice<TransportAddress> {
        var addresses: [TransportAddress] = []
        for text in announcedAddresses {
            guard let address = TransportAddress(text, port: port)
            else { throw MediaFailure("\(text) is no IP address") }
            addresses.append(address)
        }
        if addresses.isEmpty { addresses = Self.listening(on: bindAddress, port: port) }
        return addresses.prefix(8)
    }

    /// The bound address itself, or where that means all of them, those of the interfaces, the loopback one last.
    private static func listening(on bound: String, port: UInt16) -> [TransportAddress] {
        guard bound == "0.0.0.0" || bound == "::"
        else { return [TransportAddress(bound, port: port)].compactMap(\.self) }
        var plain = [venterum_address](repeating: venterum_address(), count: 16)
        let count = venterum_interfaces(&plain, 16)
        let found = plain.prefix(Int(count)).map { address in
            var address = address
            address.port = port
            return TransportAddress(address)
        }
        let wanted = found.filter { bound == "::" || !$0.isV6 }
        return wanted.filter { !$0.isLoopback } + wanted.filter(\.isLoopback)
    }
}

extension TcpPort {
    /// Opens the port of a media thread; nil where none is wanted, or where the one that would be handy is taken.
    static func open(
        _ configuration: MediaConfiguration, like udp: UInt16, thread: Int, _ limits: StreamLimits
    ) throws(MediaFailure) -> TcpPort? {
        let port: UInt16
        switch configuration.tcp {
        case .none: return nil
        case .likeUdp: port = udp
        case .from(let first): port = first == 0 ? 0 : first &+ UInt16(thread)
        }
        guard let address = TransportAddress(configuration.bindAddress, port: port) else {
            throw MediaFailure("\(configuration.bindAddress) is no IP address")
        }
        do throws(MediaFailure) {
            return try TcpPort(address, limits: limits)
        } catch {
            if configuration.tcp == .likeUdp { return nil }
            throw error
        }
    }
}
