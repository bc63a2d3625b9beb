import Kernel

extension Visit {
    /// What the clinic's staff ask for about the call.
    func decideForClinician(_ command: Command, _ author: Author) throws(Refusal) -> [Event.What] {
        if state == .ended { throw Self.over }
        switch command {
        case .admit: return try admit(author)
        case .admitGuest(let id): return try admitGuest(id)
        case .putBack:
            _ = try running()
            return [.putBack]
        case .hold: return try running().heldSince == nil ? [.held] : []
        case .resume: return try running().heldSince == nil ? [] : [.resumed]
        case .transfer(let colleague, let name):
            guard call != nil || queued else { throw Refusal(.conflict, "not-arrived") }
            guard call?.by != colleague else { throw Refusal(.invalid, "transfer-to-self", field: "to") }
            return [.transferred(to: colleague, name: name)]
        case .goToTelephone: return try goToTelephone(author)
        case .guestToTelephone(let id): return try guestToTelephone(id)
        case .takeBackTelephone(let id):
            return try guest(id).telephoneSince == nil ? [] : [.tookBackTelephone(id)]
        case .goToPicture:
            _ = try running()
            return patient.telephoneSince == nil ? [] : [.wentToPicture(patient.id)]
        case .end(let outcome):
            let proposed = proposedOutcome
            guard outcome != .cancelled else { throw Refusal(.invalid, "cancel-instead", field: "outcome") }
            return [.ended(outcome ?? proposed, proposed: proposed)]
        default: return []
        }
    }

    private func running() throws(Refusal) -> Call {
        guard let call else { throw Refusal(.conflict, "no-call") }
        return call
    }

    private func admit(_ author: Author) throws(Refusal) -> [Event.What] {
        guard case .staff(let staff, _) = author else { throw Refusal(.forbidden, "clinicians-only") }
        if let call {
            guard call.by == staff else {
                throw Refusal(.conflict, "admitted-by-another", details: ["name": call.name])
            }
            guard runsWithoutPatient else { return [] }
        }
        guard patient.queued else { throw Refusal(.conflict, "not-arrived") }
        return [.admitted(patient.id, seat: 0)]
    }

    /// Its own command, and not what `admit` does where only guests wait: the patient may come in the second in which
    /// it is pressed, and must not be let in by somebody who thought that they were not there.
    func beginConference(_ author: Author, _ now: Instant) throws(Refusal) -> [Event.What] {
        if state == .ended { throw Self.over }
        guard case .staff(let staff, _) = author else { throw Refusal(.forbidden, "clinicians-only") }
        guard booking.kind == .conference else { throw Refusal(.conflict, "not-a-conference") }
        if let call {
            if call.by == staff { return [] }
            throw Refusal(.conflict, "admitted-by-another", details: ["name": call.name])
        }
        guard now >= opensAt else {
            throw Refusal(.conflict, "too-early", details: ["opensAt": "\(opensAt.ms)"])
        }
        let waiting = participants.filter { $0.isGuest && $0.queued }
        return [.beganConference] + zip(waiting, 2..<Self.seats).map { .admitted($0.id, seat: $1) }
    }

    private func admitGuest(_ id: ID<Participant>) throws(Refusal) -> [Event.What] {
        let one = try guest(id)
        if one.stage == .admitted { return [] }
        guard one.queued else { throw Refusal(.conflict, "not-arrived") }
        return [.admitted(id, seat: try freeSeat())]
    }

    /// Of a call that runs.
    private func guest(_ id: ID<Participant>) throws(Refusal) -> Participant {
        let one = try known(id)
        guard one.isGuest else { throw Refusal(.invalid, "not-a-guest", field: "participant") }
        _ = try running()
        return one
    }

    private func freeSeat() throws(Refusal) -> Int {
        let taken = Set(participants.compactMap { $0.stage == .admitted ? $0.seat : nil })
        guard let seat = (2..<Self.seats).first(where: { !taken.contains($0) }) else {
            throw Refusal(.conflict, "room-full", details: ["most": "\(Self.seats)"])
        }
        return seat
    }

    /// A guest whose connection failed, or never came about, and whom somebody has on the telephone instead.
    private func guestToTelephone(_ id: ID<Participant>) throws(Refusal) -> [Event.What] {
        let one = try guest(id)
        guard one.telephoneSince == nil else { return [] }
        guard one.stage != .removed else { throw Refusal(.conflict, "not-arrived") }
        return (one.stage == .admitted ? [] : [.admitted(id, seat: try freeSeat())]) + [.wentToTelephone(id)]
    }

    /// The clinic may telephone somebody who never got in; that, too, is a consultation by the one who calls.
    private func goToTelephone(_ author: Author) throws(Refusal) -> [Event.What] {
        guard case .staff = author else { throw Refusal(.forbidden, "clinicians-only") }
        if call != nil, !runsWithoutPatient {
            return patient.telephoneSince == nil ? [.wentToTelephone(patient.id)] : []
        }
        return [.admitted(patient.id, seat: 0), .wentToTelephone(patient.id)]
    }
}
