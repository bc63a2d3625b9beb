import Access
import Kernel
import Visits

extension Acts {
    /// Reads the media server's news until it ends: the one loop of its kind. A failure to keep one piece of news is
    /// given to `failed` and does not stop the next.
    public func followMedia(failed: @Sendable (any Error) -> Void = { _ in }) async {
        for await news in ports.media.news {
            do { try await take(news) } catch { failed(error) }
        }
    }

    /// As `take`, for callers to whom a failure of the store is nothing they could act on.
    func heed(_ news: MediaNews) async { try? await take(news) }

    /// Turns what happens on a path into what happens to a visit.
    public func take(_ news: MediaNews) async throws {
        switch news {
        case .connected(let peer), .pathBack(let peer):
            await tell(peer, await ports.live.setPath(peer, .ok))
            guard let live = await ports.live.peer(peer), let visit = live.visit else { return }
            try await connect(live, in: visit)
            await told(live)
        case .pathLost(let peer):
            // At once, and to its own page too: where its way up alone is gone, the page cannot know by itself.
            await tell(peer, await ports.live.setPath(peer, .lost))
            guard let live = await ports.live.peer(peer) else { return }
            try await drop(live, .pathLost)
        case .gone(let peer):
            let live = await ports.live.peer(peer)
            await ports.live.remove(peer)
            if let live { try await drop(live, .gone) }
        case .line(let peer, let line):
            await tell(peer, await ports.live.note(peer, line))
        case .picture(let peer, let paused):
            // Told at once: the next second's report would come too late for "within two seconds".
            await tell(peer, await ports.live.note(peer, pictureIsPaused: paused))
        case .upWidened(let peer):
            guard let live = await ports.live.peer(peer), let clinic = live.clinic else { return }
            await ports.news.publish(.upWidened(live.participant, clinic: clinic))
        }
    }

    /// Tells those in the call what a line is good for now; nil when nothing turned.
    func tell(_ peer: ID<Peer>, _ verdict: LineVerdict?) async {
        guard let verdict, let live = await ports.live.peer(peer), let clinic = live.clinic, let visit = live.visit
        else { return }
        let news = LineNews(visit: visit, clinic: clinic, participant: live.participant, verdict: verdict)
        await ports.news.publish(.line(news))
    }

    /// Records a connection, or another means of one. Outside a call it is no event, only seen.
    func connect(_ live: LivePeer, in visit: ID<Visit>) async throws {
        _ = try await perform(.connect, on: visit, by: .system) { visit, _ in
            let one = visit.participant(live.participant)
            return .connect(live.participant, one.map { live.means(of: $0) } ?? .voice)
        }
    }

    private func drop(_ live: LivePeer, _ why: Event.Drop) async throws {
        guard let visit = live.visit else { return }
        _ = try await perform(.disconnect, on: visit, by: .system) { _, _ in .disconnect(live.participant, why) }
        await told(live)
    }

    /// A path that came or went shows on the cards even when it is no event.
    private func told(_ live: LivePeer) async {
        guard let visit = live.visit, let clinic = live.clinic else { return }
        await ports.news.publish(.visit(visit, clinic: clinic))
    }

    /// A page's live stream opened or closed: shown to the clinic as "online".
    public func pageOpened(by caller: Caller) async {
        guard let one = caller.participant, await ports.live.opened(one) else { return }
        await toldOfPage(caller)
    }

    public func pageClosed(by caller: Caller) async {
        guard let one = caller.participant, await ports.live.closed(one) else { return }
        await toldOfPage(caller)
    }

    private func toldOfPage(_ caller: Caller) async {
        guard case .participant(let holder) = caller else { return }
        await ports.news.publish(.visit(holder.visit, clinic: holder.clinic))
    }

    /// To be called once at start, before anything is served: ends in the record the connections that the last process
    /// took with it, at the moment when it was last known to run.
    public func recoverAfterStop() async throws {
        let alive = try await ports.store.lastAlive()
        for visit in try await ports.store.unfinished(startingBefore: now + .days(1)) where visit.call != nil {
            var result = visit
            var events: [Event] = []
            for one in visit.participants where one.connection != nil {
                let at = max(alive ?? now, visit.changedAt)
                for event in try result.decide(.disconnect(one.id, .serverStopped), by: .system, at: at) {
                    result.apply(event)
                    events.append(event)
                }
            }
            guard !events.isEmpty else { continue }
            _ = try await ports.store.save(VisitChange(visit: result, events: events, expected: visit.version))
        }
        try await ports.store.setAlive(now)
    }
}

extension Caller {
    /// As whom the caller takes part in visits.
    var participant: ID<Participant>? {
        switch self {
        case .participant(let holder): holder.participant
        case .staff(let member): member.participant
        case .clinicKey, .system, .nobody: nil
        }
    }
}
