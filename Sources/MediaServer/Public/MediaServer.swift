import MediaEngine
import MediaWire

/// The media server: one peer connection per participant, sound and picture forwarded within rooms.
///
/// All verbs may be called from anywhere; they are carried out on the media thread of the peer's home.
public final class MediaServer: Sendable {
    /// What happens to the peers. One consumer; when it lags, what passes is left out (`NewsQueue`), and nothing that has
    /// happened.
    public let news: AsyncStream<MediaNews>
    /// The UDP ports in use, one per media thread.
    public let ports: [UInt16]
    /// The TCP ports in use; fewer than threads where one was taken.
    public let tcpPorts: [UInt16]

    let threads: [MediaThread]
    let refused = OfferCount()
    private let homes: Homes
    private let queue: NewsQueue

    private static let outboxCapacity = 256

    /// Opens the ports, makes the certificate and starts the threads.
    ///
    /// Throws when an address cannot be bound.
    public convenience init(_ configuration: MediaConfiguration) throws(MediaFailure) {
        try self.init(configuration, limits: StreamLimits())
    }

    init(_ configuration: MediaConfiguration, limits: StreamLimits) throws(MediaFailure) {
        guard let certificate = Certificate() else { throw MediaFailure("OpenSSL made no certificate") }
        let queue = NewsQueue()
        var threads: [MediaThread] = []
        var tcpPorts: [UInt16] = []
        let homes = Homes(min(max(1, configuration.threads), 64))
        for number in 0..<homes.threads {
            let wanted = configuration.port == 0 ? 0 : configuration.port &+ UInt16(number)
            guard let address = TransportAddress(configuration.bindAddress, port: wanted) else {
                throw MediaFailure("\(configuration.bindAddress) is no IP address")
            }
            let udp = try UdpPort(address, outboxCapacity: Self.outboxCapacity)
            let tcp = try TcpPort.open(configuration, like: udp.port, thread: number, limits)
            if let tcp { tcpPorts.append(tcp.port) }
            let switchboard = Switchboard(
                try OpenSslCryptography(certificate),
                candidates: try configuration.candidates(udp: udp.port, tcp: tcp?.port),
                outbox: Outbox(capacity: Self.outboxCapacity))
            threads.append(
                try MediaThread(udp, tcp, switchboard) { news in
                    if case .gone(let peer) = news, !homes.forget(peer, on: number) { return }
                    queue.add(news)
                })
        }
        news = queue.news
        self.queue = queue
        ports = threads.map(\.port)
        self.tcpPorts = tcpPorts
        self.homes = homes
        self.threads = threads
        for thread in threads { try thread.start() }
    }

    /// Says goodbye to all peers, closes the ports and ends the threads.
    public func shutdown() async {
        for thread in threads {
            _ = thread.post { board, nowUs in board.leaveAll(nowUs: nowUs) }
            await withCheckedContinuation { continuation in thread.end { continuation.resume() } }
            thread.join()
        }
        queue.end()
    }

    /// Takes an SDP offer and answers it; an earlier peer of the same name is replaced without a word.
    ///
    /// `home` decides the media thread; only peers of one home can be placed in one room. Nil: the peer's name.
    public func join(_ peer: String, offer: String, home: String? = nil) async throws(MediaRefusal) -> String {
        let read = try read(offer)
        let (number, former) = homes.settle(peer, home: home ?? peer)
        if let former { _ = threads[former].post { board, nowUs in board.leave(peer, nowUs: nowUs) } }
        do {
            return try await answer(threads[number]) { board, nowUs in board.join(peer, read, nowUs: nowUs) }
        } catch {
            homes.forget(peer, on: number)
            throw error
        }
    }

    /// Takes the offer of an ICE restart (RFC 8445 section 9) for the same transport and answers it.
    public func restart(_ peer: String, offer: String) async throws(MediaRefusal) -> String {
        guard let thread = thread(of: peer) else { throw .unknownPeer }
        let read = try read(offer)
        do {
            return try await answer(thread) { board, nowUs throws(OfferRefusal) in
                try board.restart(peer, read, nowUs: nowUs)
            }
        } catch .unavailable {
            throw .unknownPeer
        }
    }

    /// Counts an offer of which the caller has seen that it is too long, and has not even read it.
    public func noteTooLarge() { refused.note(.tooLarge) }

    /// Reads an offer on the caller's thread: the media thread has better to do.
    private func read(_ text: String) throws(MediaRefusal) -> Offer {
        do throws(OfferRefusal) {
            return try Offer(text)
        } catch {
            refused.note(error)
            throw .offer(word: error.rawValue)
        }
    }

    private func answer(
        _ thread: MediaThread, _ act: @escaping @Sendable (Switchboard, Int64) throws(OfferRefusal) -> String?
    ) async throws(MediaRefusal) -> String {
        let refused = refused
        let result: Result<String, MediaRefusal> = await withCheckedContinuation { continuation in
            let isPosted = thread.post { board, nowUs in
                do throws(OfferRefusal) {
                    let text = try act(board, nowUs)
                    continuation.resume(returning: text.map { .success($0) } ?? .failure(.unavailable))
                } catch {
                    refused.note(error)
                    continuation.resume(returning: .failure(.offer(word: error.rawValue)))
                }
            }
            if !isPosted { continuation.resume(returning: .failure(.unavailable)) }
        }
        return try result.get()
    }

    /// Ends a peer. Unknown names are no error: it may have gone by itself.
    public func leave(_ peer: String) async {
        guard let thread = thread(of: peer) else { return }
        homes.forget(peer)
        await act(thread) { board, nowUs in board.leave(peer, nowUs: nowUs) }
    }

    /// Puts a peer on a seat (0 to 7) of a room, where it is forwarded to all others there; nil takes it out of any.
    public func place(_ peer: String, in room: String?, seat: Int) async {
        guard let thread = thread(of: peer) else { return }
        await act(thread) { board, nowUs in board.place(peer, in: room, seat: seat, nowUs: nowUs) }
    }

    /// Sends the peer's own sound and picture back in its first slot for so long, and fills the line down up to
    /// `probeKbps` to learn what it carries.
    public func echo(_ peer: String, forMilliseconds: Int, probeKbps: Int) async {
        guard let thread = thread(of: peer) else { return }
        let forUs = Int64(min(max(0, forMilliseconds), 600_000)) * 1_000
        await act(thread) { board, nowUs in board.echo(peer, forUs: forUs, probeKbps: probeKbps, nowUs: nowUs) }
    }

    /// Ends the echo before its time.
    public func stopEcho(_ peer: String) async {
        guard let thread = thread(of: peer) else { return }
        await act(thread) { board, nowUs in board.stopEcho(peer, nowUs: nowUs) }
    }

    /// The line in the last full second; nil for an unknown peer or one that is not connected.
    public func line(of peer: String) async -> LineReport? {
        guard let thread = thread(of: peer) else { return nil }
        return await withCheckedContinuation { continuation in
            let isPosted = thread.post { board, _ in continuation.resume(returning: board.line(of: peer)) }
            if !isPosted { continuation.resume(returning: nil) }
        }
    }

    private func thread(of peer: String) -> MediaThread? { homes.thread(of: peer).map { threads[$0] } }

    private func act(_ thread: MediaThread, _ command: @escaping MediaThread.Command) async {
        await withCheckedContinuation { continuation in
            let isPosted = thread.post { board, nowUs in
                command(board, nowUs)
                continuation.resume()
            }
            if !isPosted { continuation.resume() }
        }
    }
}
