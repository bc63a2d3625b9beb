import Access
import Kernel
import Visits

/// Everything that can be done. One file for each act, or for a few that belong together.
///
/// An act asks `Permission`, asks the visit to decide, keeps the events with the state and the audit in one
/// transaction, moves people in the media rooms, and only then tells those who look. It throws `Refusal` for an
/// expected no (kept in the audit as well), and anything else when the world broke.
public struct Acts: Sendable {
    public let ports: Ports

    public init(ports: Ports) { self.ports = ports }

    var now: Instant { ports.clock.now() }
}

extension Acts {
    /// Loads, decides, keeps, seats and tells: the way of every act on one visit.
    ///
    /// Somebody else may change the visit between the load and the keeping. Then it is decided again on what is now
    /// so: the one who came second gets the refusal that the new state gives.
    func perform(
        _ act: Act, on id: ID<Visit>, by caller: Caller, link: ((Visit) -> StoredLink?)? = nil,
        _ command: @Sendable (Visit, Clinic) throws(Refusal) -> Command
    ) async throws -> Visit {
        for _ in 0..<20 {
            let (visit, clinic) = try await load(id, for: act, by: caller)
            let result: Visit
            let events: [Event]
            do {
                try Permission.check(act, by: caller, on: visit, at: clinic)
                (result, events) = try await decide(try command(visit, clinic), on: visit, by: caller)
            } catch let refusal as Refusal {
                throw try await audited(refusal, act, by: caller, on: visit)
            }
            guard !events.isEmpty else {
                // It was so already. Asking is audited all the same; the system's own asking is not.
                if caller != .system {
                    try await ports.store.append(entry(act, by: caller, on: visit, act == .openLink ? .read : .done))
                }
                return result
            }
            let kept = try await ports.store.save(
                VisitChange(
                    visit: result, events: events, expected: visit.version,
                    links: link?(result).map { [$0] } ?? [],
                    audit: entry(act, by: caller, on: visit, .done)))
            guard kept else { continue }
            await seat(result)
            await ports.news.publish(.visit(result.id, clinic: result.clinic))
            return result
        }
        throw Refusal(.conflict, "too-busy")
    }

    private func load(_ id: ID<Visit>, for act: Act, by caller: Caller) async throws -> (Visit, Clinic) {
        guard let visit = try await ports.store.visit(id), let clinic = try await ports.store.clinic(visit.clinic)
        else { throw try await audited(Refusal(.notFound, "no-such-visit"), act, by: caller, on: nil) }
        return (visit, clinic)
    }

    /// The command's events, before them what was measured of the lines when the command takes somebody out of the
    /// room, and after them the connections that are there already because the paths are warm.
    private func decide(_ command: Command, on visit: Visit, by caller: Caller) async throws -> (Visit, [Event]) {
        let now = now
        var result = visit
        var events: [Event] = []
        func take(_ more: [Event]) {
            for event in more { result.apply(event) }
            events += more
        }
        var own = try visit.decide(command, by: caller.author, at: now)
        if command.emptiesSeats, visit.call != nil, !own.isEmpty {
            for (one, line) in await ports.live.takeLines(of: visit) {
                take(try result.decide(.measureLine(one, line), by: .system, at: now))
            }
            own = try result.decide(command, by: caller.author, at: now)
        }
        take(own)
        if !own.isEmpty {
            for one in result.participants where one.stage == .admitted && one.connection == nil {
                guard let peer = await ports.live.peer(of: one.id), peer.path == .ok else { continue }
                take(try result.decide(.connect(one.id, peer.means(of: one)), by: .system, at: now))
            }
        }
        return (result, events)
    }

    /// Lets the media server seat people as the visit has them.
    func seat(_ visit: Visit) async {
        await ports.live.beginSeating()
        for move in await ports.live.moves(after: visit) {
            await ports.media.place(move.peer, in: move.room, seat: move.seat)
        }
        await ports.live.endSeating()
    }

    func entry(
        _ act: Act, by caller: Caller, on visit: Visit?, _ result: AuditEntry.Result, word: String? = nil
    ) -> AuditEntry {
        AuditEntry(
            at: now, clinic: visit?.clinic ?? caller.clinic, caller: caller.auditName, act: act, visit: visit?.id,
            result: result, word: word)
    }

    /// Keeps a refusal in the audit, and hands it back to be thrown. Of those without session, link or key, sixty a
    /// minute are kept.
    func audited(_ refusal: Refusal, _ act: Act, by caller: Caller, on visit: Visit?) async throws -> Refusal {
        // Anybody on the network can be refused without end; what is kept of it must not fill the disk.
        if caller == .nobody {
            guard await ports.live.mayRecordRefusal(at: now) else { return refusal }
        }
        try await ports.store.append(entry(act, by: caller, on: visit, .refused, word: refusal.word))
        return refusal
    }

    /// The way of every act and query that is about a clinic and not about one visit: the caller's own clinic, asked
    /// for and audited.
    func permitted(
        _ act: Act, by caller: Caller, on visit: Visit? = nil, as result: AuditEntry.Result
    ) async throws -> Clinic {
        do {
            guard let id = caller.clinic, let clinic = try await ports.store.clinic(id) else {
                throw Refusal(.unknownCaller, "not-signed-in")
            }
            try Permission.check(act, by: caller, on: visit, at: clinic)
            try await ports.store.append(entry(act, by: caller, on: visit, result))
            return clinic
        } catch let refusal as Refusal {
            throw try await audited(refusal, act, by: caller, on: visit)
        }
    }
}

extension Command {
    /// After it somebody is out of the room, so what was measured on the way belongs before it.
    fileprivate var emptiesSeats: Bool {
        switch self {
        case .putBack, .hold, .transfer, .end, .leave, .remove, .disconnect: true
        default: false
        }
    }
}

extension LivePeer {
    /// By which means this peer takes part: as its page says. Before the page sends anything (a waiting one does not),
    /// a picture is assumed where the test found a camera, and of staff.
    func means(of one: Participant) -> Means {
        if let sends, sends.microphone || sends.camera || sends.screen || one.connection != nil {
            return sends.camera || sends.screen ? .video : .voice
        }
        if one.role == .clinician { return .video }
        return one.test.map { $0.camera == .ok } ?? true ? .video : .voice
    }
}
