import MediaWire

/// The path to one browser, as an ICE-lite agent sees it (RFC 8445 section 2.5 and 7.3).
struct IcePath {
    private(set) var local: IceCredentials
    private(set) var remote: IceCredentials
    /// Those before the last ICE restart, good until the next one. Chromium checks from its new ports with our former
    /// description while the answer is on its way, and holds on to what it has checked: such a pair is of the new
    /// description on its side and of the former one on ours for as long as it lives.
    private(set) var previousLocal: IceCredentials?
    private var previousRemote: IceCredentials?
    private var previousRemoteKey: [UInt8] = []
    /// Restarts so far; each description belongs to one.
    private var generation = 0
    private(set) var localKey: [UInt8]
    private(set) var previousLocalKey: [UInt8] = []
    private var remoteKey: [UInt8]
    private var requestName: String

    /// An address from which a genuine check has come, and of which descriptions that was, ours and the browser's.
    private struct Way {
        let address: TransportAddress
        var local: Int
        var remote: Int
    }

    /// Only those behind these may speak DTLS and SRTP to us.
    private var ways: [Way] = []
    /// Where we send.
    private(set) var selected: TransportAddress?

    let tieBreaker: UInt64
    private(set) var roundTrip = RoundTrip()
    /// When the selected address last answered a check of ours (RFC 7675).
    private(set) var consentUs = Int64.min / 2
    /// Where the browser wants us to send, or speaks from: selected when it has answered.
    var wanted: TransportAddress?
    private var requests: [(transaction: StunTransaction, address: TransportAddress, sentUs: Int64)] = []

    /// Addresses remembered for one browser: its interfaces and what NATs make of them.
    static let mostAddresses = 16

    init(local: IceCredentials, remote: IceCredentials, tieBreaker: UInt64) {
        self.local = local
        self.remote = remote
        self.tieBreaker = tieBreaker
        localKey = Array(local.password.utf8)
        remoteKey = Array(remote.password.utf8)
        requestName = "\(remote.fragment):\(local.fragment)"
    }

    /// New credentials on both sides; the path stays as it is until a check comes (RFC 8445 section 9).
    mutating func restart(local: IceCredentials, remote: IceCredentials) {
        generation += 1
        previousLocal = self.local
        previousLocalKey = localKey
        previousRemote = self.remote
        previousRemoteKey = remoteKey
        self.local = local
        self.remote = remote
        localKey = Array(local.password.utf8)
        remoteKey = Array(remote.password.utf8)
        requestName = "\(remote.fragment):\(local.fragment)"
        requests.removeAll()
    }

    /// A genuine check has come from here; answers an address that had to be forgotten for it.
    ///
    /// - Parameters:
    ///   - isCurrent: Whether it was made with our present description, and not with the one before.
    ///   - fragment: The browser's own fragment, as the check names it.
    mutating func validate(
        _ address: TransportAddress, isCurrent: Bool, fragment: UnsafeRawBufferPointer?
    ) -> TransportAddress? {
        let way = Way(
            address: address, local: isCurrent ? generation : generation - 1, remote: generation(ofRemote: fragment))
        if let place = ways.firstIndex(where: { $0.address == address }) {
            ways[place] = way
            return nil
        }
        ways.append(way)
        if selected == nil { selected = address }
        guard ways.count > Self.mostAddresses, let oldest = ways.firstIndex(where: { $0.address != selected })
        else { return nil }
        return ways.remove(at: oldest).address
    }

    /// A fragment that we do not know is of an offer that is on its way to us.
    private func generation(ofRemote fragment: UnsafeRawBufferPointer?) -> Int {
        guard let fragment else { return generation }
        if remote.fragment.utf8.elementsEqual(fragment) { return generation }
        return previousRemote?.fragment.utf8.elementsEqual(fragment) == true ? generation - 1 : generation + 1
    }

    private func way(_ address: TransportAddress) -> Way? { ways.first { $0.address == address } }

    /// The user name of a check of ours to this address, and the key of it and of its answer: of the descriptions that
    /// the browser checks with there, for it knows no others (RFC 8445 section 7.3).
    func request(to address: TransportAddress) -> (name: String, key: [UInt8]) {
        let way = way(address)
        let isFormerLocal = way?.local == generation - 1
        let isFormerRemote = way?.remote == generation - 1
        guard isFormerLocal || isFormerRemote, let previousLocal, let previousRemote else {
            return (requestName, remoteKey)
        }
        let theirs = isFormerRemote ? previousRemote : remote
        let ours = isFormerLocal ? previousLocal : local
        return ("\(theirs.fragment):\(ours.fragment)", isFormerRemote ? previousRemoteKey : remoteKey)
    }

    /// Takes an address away for good; true when it was the chosen one.
    mutating func forget(_ address: TransportAddress) -> Bool {
        ways.removeAll { $0.address == address }
        if wanted == address { wanted = nil }
        guard selected == address else { return false }
        selected = ways.last?.address
        consentUs = Int64.min / 2
        return true
    }

    /// A transaction of our own, of twelve bytes that nobody guesses.
    mutating func nextRequest(_ random: [UInt8], to address: TransportAddress, nowUs: Int64) -> StunTransaction {
        let high = random.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let transaction = StunTransaction(high: high, low: random.dropFirst(4).reduce(0) { $0 << 8 | UInt64($1) })
        if requests.count >= 16 { requests.removeFirst() }
        requests.append((transaction, address, nowUs))
        return transaction
    }

    /// Takes the answer to one of our requests; false when we never asked there.
    mutating func answered(_ transaction: StunTransaction, from address: TransportAddress, nowUs: Int64) -> Bool {
        guard let place = requests.firstIndex(where: { $0.transaction == transaction && $0.address == address })
        else { return false }
        if address == wanted, way(address) != nil {
            if selected != address { roundTrip.changeWay() }
            selected = address
            wanted = nil
        }
        if address == selected { consentUs = nowUs }
        let sample = max(1, nowUs - requests[place].sentUs)
        requests.remove(at: place)
        roundTrip.note(sample, nowUs: nowUs)
        return true
    }
}
