import MediaWire

/// What a shell tells of connections: unlike a datagram's address, one over TCP has an end.
extension Switchboard {
    /// Whether a genuine check of somebody here has come from this address.
    public func knows(_ address: TransportAddress) -> Bool { addresses[address] != nil }

    /// A connection has closed: nothing comes from its address any more, and nothing can be sent there.
    public func lose(_ address: TransportAddress, nowUs: Int64) {
        addresses.removeValue(forKey: address)?.use { $0.lose(address, nowUs: nowUs) }
    }
}

extension Peer {
    /// An address is gone. Where it was the chosen one, another that has passed a check is asked at once; media waits
    /// for its answer, as always.
    func lose(_ address: TransportAddress, nowUs: Int64) {
        guard ice.forget(address) else { return }
        hasConsent = false
        pathIsNew(isAnother: true, nowUs: nowUs)
        sendCheck(nowUs: nowUs)
    }
}
