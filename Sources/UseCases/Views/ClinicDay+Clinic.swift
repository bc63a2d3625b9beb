import Access
import Kernel
import Visits

extension ClinicDay {
    /// The clinic's page for one member of staff.
    public func clinicView(for member: StaffMember) -> ClinicView {
        let mine = visits.filter { $0.call?.by == member.id && $0.ending == nil }
        let current = mine.first { $0.call?.heldSince == nil } ?? mine.first
        let callView = current.flatMap {
            call(of: $0, for: member.participant, telephone: $0.booking.telephone, named: true)
        }
        let order = Dictionary(
            queue.order.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        // Those who wait come first, in their order; then what runs, what is to come, and what is over.
        func rank(_ visit: Visit) -> (Int, Int, Instant) {
            if let place = order[visit.id] { return (0, place, visit.booking.start) }
            let group = visit.ending != nil ? 3 : visit.call != nil ? 1 : 2
            return (group, 0, visit.booking.start)
        }
        return ClinicView(
            version: 0, boot: "", now: now,
            me: ClinicView.Me(
                staff: member.id, name: member.name, role: member.role, manages: member.manages,
                participant: member.participant, seat: callView?.seat),
            visits: visits.sorted { rank($0) < rank($1) }.map { card($0, for: member) },
            call: callView,
            colleagues: people.filter { $0.active && $0.id != member.id }.map {
                ClinicView.Colleague(staff: $0.id, name: $0.name, role: $0.role)
            },
            notices: notices.map(NoticeView.init), lateMinutes: lateMinutes,
            requests: requests.map(ClinicView.Request.init))
    }

    private func card(_ visit: Visit, for member: StaffMember) -> ClinicView.Card {
        let patient = visit.patient
        let arrived = visit.state == .booked ? nil : patient.arrivedAt
        // Waiting ends with the first admission; put back or sent on, it is still the wait from arrival that counts.
        let until = patient.queued && visit.ending == nil ? now : visit.admittedAt ?? visit.ending?.at ?? now
        return ClinicView.Card(
            visit: visit.id, participant: patient.id, state: visit.state, patient: patient.name,
            telephone: visit.booking.telephone, start: visit.booking.start, minutes: visit.booking.minutes,
            kind: visit.booking.kind, with: names(visit.booking.with),
            mayAdmit: visit.ending == nil && Permission.mayAdmit(member, visit, clinic.settings),
            listed: visit.booking.mayAdmit,
            arrivedAt: arrived, waitedMs: arrived.map { max(0, (until - $0).count) },
            place: queue.order.firstIndex { $0.id == visit.id }.map { $0 + 1 }, transferred: visit.transferred,
            devices: devices(of: patient), verdict: verdict(of: patient), line: line(of: patient),
            online: live.online(patient.id), acceptsVideo: patient.acceptsVideo,
            saidLate: patient.saidLate.map { PatientView.Late(minutes: $0.minutes, at: $0.at) },
            left: patient.stage == .left, unseen: visit.unseen, admittedBy: visit.call?.name, link: nil,
            guests: visit.participants.filter(\.isGuest).map(guest), withoutPatient: visit.runsWithoutPatient,
            patientState: visit.state(for: patient), outcome: visit.ending?.outcome)
    }

    private func devices(of one: Participant) -> ClinicView.Devices? {
        if let test = one.test { return ClinicView.Devices(camera: test.camera, microphone: test.microphone) }
        if one.denied.isEmpty { return nil }
        return ClinicView.Devices(
            camera: one.denied.contains(.camera) ? .denied : .ok,
            microphone: one.denied.contains(.microphone) ? .denied : .ok)
    }

    private func verdict(of one: Participant) -> String? {
        let now = one.stage == .admitted ? live.peers[one.id]?.verdict : nil
        return now?.rawValue ?? one.test?.verdict.rawValue
    }

    /// The line as it is now where a peer lives, else as the test found it.
    private func line(of one: Participant) -> ClinicView.Line? {
        if let now = live.peers[one.id]?.line {
            let losses = [now.lossUp, now.lossDown].compactMap(\.self)
            return ClinicView.Line(
                roundTripMs: now.roundTripMs ?? one.test?.roundTripMs, loss: losses.max() ?? one.test?.loss,
                upKbps: one.test?.upKbps ?? now.upKbps, downKbps: one.test?.downKbps ?? now.downKbps)
        }
        return one.test.map {
            ClinicView.Line(roundTripMs: $0.roundTripMs, loss: $0.loss, upKbps: $0.upKbps, downKbps: $0.downKbps)
        }
    }

    private func guest(_ one: Participant) -> ClinicView.Guest {
        let state: ClinicView.Guest.State =
            switch one.stage {
            case .invited: .invited
            case .arrived, .ready: .waiting
            case .admitted: .admitted
            case .left, .removed: .gone
            }
        return ClinicView.Guest(
            participant: one.id, name: one.name, role: one.role, organisation: one.organisation, state: state,
            seat: one.seat, online: live.online(one.id), onTelephone: one.telephoneSince != nil)
    }
}
