import Kernel

extension Visit {
    /// The first event of a new visit. Refuses a booking that cannot be, or one that would be over before it began.
    public static func book(
        _ booking: Booking, patient: ID<Participant>, window: LinkWindow, by author: Author, at now: Instant
    ) throws(Refusal) -> Event {
        try booking.check()
        guard booking.end > now else { throw Refusal(.invalid, "time-is-past", field: "start") }
        return Event(at: now, by: author, what: .booked(booking, patient: patient, window: window))
    }

    /// What the command leads to, given that its author may give it (that is `Access`).
    ///
    /// An empty answer means that it is so already: two presses on one button are one. Otherwise a refusal of kind
    /// `.conflict` when the state does not allow it, `.invalid` when the command itself is wrong.
    public func decide(_ command: Command, by author: Author, at now: Instant) throws(Refusal) -> [Event] {
        // A clock that was set back must not turn the order of the events.
        let at = max(now, changedAt)
        let what: [Event.What]
        switch command {
        case .change, .cancel, .look, .invite, .remove: what = try decideOnAgreement(command)
        case .openLink, .arrive, .ready, .denyPermission, .beLate, .leave, .callAgain:
            what = try decideForParticipant(command, at)
        case .admit, .admitGuest, .putBack, .hold, .resume, .transfer, .goToTelephone, .guestToTelephone,
            .takeBackTelephone, .goToPicture, .end:
            what = try decideForClinician(command, author)
        case .beginConference: what = try beginConference(author, at)
        case .connect, .disconnect, .measureLine: what = decideForMedia(command)
        }
        return what.map { Event(at: at, by: author, what: $0) }
    }

    /// The refusal for a visit that is over.
    static let over = Refusal(.conflict, "visit-ended")

    func known(_ id: ID<Participant>) throws(Refusal) -> Participant {
        guard let one = participant(id) else { throw Refusal(.notFound, "no-such-participant") }
        return one
    }

    private func decideOnAgreement(_ command: Command) throws(Refusal) -> [Event.What] {
        if state == .ended {
            if case .look = command { return [] }
            throw Self.over
        }
        switch command {
        case .change(let new):
            try new.check()
            guard call == nil else { throw Refusal(.conflict, "call-is-running") }
            return new == booking ? [] : [.changed(new)]
        case .cancel(let reason):
            guard call == nil else { throw Refusal(.conflict, "call-is-running") }
            return [.cancelled(reason: reason)]
        case .look:
            return unseen ? [.looked] : []
        case .invite(let id, let name, let role, let organisation, let telephone):
            try checkGuest(id, name, role, organisation, telephone)
            return [.invited(id, name: name, role: role, organisation: organisation, telephone: telephone)]
        case .remove(let id):
            let one = try known(id)
            guard one.isGuest else { throw Refusal(.invalid, "not-a-guest", field: "participant") }
            return one.stage == .removed ? [] : [.removed(id)]
        default: return []
        }
    }

    private func checkGuest(
        _ id: ID<Participant>, _ name: String, _ role: Participant.Role, _ organisation: String?, _ telephone: String?
    ) throws(Refusal) {
        guard participant(id) == nil else { throw Refusal(.conflict, "already-invited") }
        guard !name.isEmpty else { throw Refusal(.invalid, "name-missing", field: "name") }
        guard name.count <= Booking.longestName else { throw Refusal(.invalid, "name-too-long", field: "name") }
        guard (organisation?.count ?? 0) <= Booking.longestName else {
            throw Refusal(.invalid, "name-too-long", field: "organisation")
        }
        guard (telephone?.count ?? 0) <= Booking.longestTelephone else {
            throw Refusal(.invalid, "telephone-not-understood", field: "telephone")
        }
        guard Participant.Role.guests.contains(role) else {
            throw Refusal(.invalid, "role-not-for-guests", field: "role")
        }
        // Patient and clinician have their chairs; the rest are for guests. The total is bounded as well, since a
        // removed guest stays in the record.
        let guests = participants.filter { $0.isGuest && $0.stage != .removed }
        guard guests.count < Self.seats - 2, participants.count < 40 else {
            throw Refusal(.conflict, "room-full", details: ["most": "\(Self.seats)"])
        }
    }

    private func decideForMedia(_ command: Command) -> [Event.What] {
        guard call != nil, ending == nil else { return [] }
        switch command {
        case .connect(let id, let means):
            guard let one = participant(id), one.stage == .admitted, one.connection?.means != means else { return [] }
            // Who is on the telephone rests microphone and camera: that is no other way of taking part.
            guard one.connection == nil || !talksByTelephone(one) else { return [] }
            return [.connected(id, means: means)]
        case .disconnect(let id, let drop):
            guard participant(id)?.connection != nil else { return [] }
            return [.disconnected(id, drop)]
        case .measureLine(let id, let line):
            return participant(id) == nil || line.seconds == 0 ? [] : [.lineMeasured(id, line)]
        default: return []
        }
    }
}
