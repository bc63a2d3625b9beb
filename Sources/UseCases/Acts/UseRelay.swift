import Access
import Kernel
import Visits

extension Acts {
    /// Longer than any consultation; who builds a connection later asks again.
    static let relayFor = Milliseconds.hours(2)

    /// A way over the operator's relay, for a page that may use media at this moment; nil where there is no relay.
    ///
    /// Whoever has it can send through the relay to this server, and to nothing else if the relay is set up as documented;
    /// still it is nothing for passers-by.
    public func relay(by caller: Caller) async throws -> RelayWay? {
        _ = try await mediaOwner(caller)
        let name: ID<Peer> = newID("r")
        return ports.relay?.way(for: name.text, until: now + Self.relayFor)
    }
}
