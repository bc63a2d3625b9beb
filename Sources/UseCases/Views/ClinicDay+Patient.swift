import Access
import Kernel
import Visits

extension ClinicDay {
    /// The page behind a link.
    ///
    /// - Parameter device: The page that asks, by the random name it gave itself; nil for the page's first rendering.
    /// - Returns: nil when the visit is not among the day's; then `Acts.patientView` loads it.
    public func patientView(for holder: LinkHolder, device: String?) -> PatientView? {
        guard let visit = visit(holder.visit), let me = visit.participant(holder.participant) else { return nil }
        let state = state(of: visit, me, device)
        let callView = state == .moved
            ? nil : call(of: visit, for: me.id, telephone: clinic.telephone, named: false)
        let ownTalk = me.stage == .admitted || (me.role == .patient && visit.ending == nil)
        let with = names(visit.call.map { [$0.by] } ?? visit.booking.with).map(\.name).joined(separator: ", ")
        return PatientView(
            version: visit.version, boot: "", now: now, state: state, clinic: face,
            me: PatientView.Me(
                participant: me.id, role: me.role, name: me.name, seat: me.seat ?? 0, left: me.stage == .left,
                tested: me.test != nil, acceptsVideo: me.acceptsVideo),
            kind: visit.booking.kind, opensAt: visit.opensAt, start: visit.booking.start, closesAt: visit.closesAt,
            with: with.isEmpty ? nil : with, queue: place(of: visit, me, state),
            notices: visit.ending == nil ? notices.map(NoticeView.init) : [],
            saidLate: me.saidLate.map { PatientView.Late(minutes: $0.minutes, at: $0.at) }, call: callView,
            messages: ownTalk ? talk(in: visit) : [],
            outcome: me.role == .patient ? visit.ending?.outcome : nil,
            factsReadable: me.role == .patient
                && visit.factsReadable(at: now, for: clinic.settings.factsReadableFor),
            facts: nil)
    }

    private var face: PatientView.ClinicFace {
        PatientView.ClinicFace(
            name: clinic.name, telephone: clinic.telephone, urgentText: clinic.texts.urgent,
            greeting: clinic.texts.greeting)
    }

    private func state(of visit: Visit, _ me: Participant, _ device: String?) -> PatientView.State {
        let state = visit.state(for: me)
        if state == .booked {
            if now < visit.opensAt { return .early }
            if now > visit.closesAt && visit.call == nil { return .closed }
        }
        let holds = me.queued || me.stage == .admitted
        if state != .ended, holds, let device, let holder = me.device, device != holder { return .moved }
        return PatientView.State(state)
    }

    /// A guest waits for somebody's call, not in the clinic's line; so only the patient has a number.
    private func place(of visit: Visit, _ me: Participant, _ state: PatientView.State) -> PatientView.Place? {
        guard me.role == .patient, state == .arrived || state == .waiting,
            let place = queue.place(of: visit, clinicians: clinicians)
        else { return nil }
        let wait = wait(for: visit)
        return PatientView.Place(place: place, fromMinutes: wait.fromMinutes, toMinutes: wait.toMinutes)
    }
}
