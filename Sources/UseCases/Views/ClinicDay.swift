import Access
import Kernel
import Visits

/// All that is shown of a clinic at one moment, loaded once after a change; everybody's view is made from it without
/// another query.
public struct ClinicDay: Sendable {
    public let now: Instant
    public let clinic: Clinic
    /// Patients' requests that wait for triage, oldest first.
    let requests: [VideoRequest]
    /// By start.
    let visits: [Visit]
    let people: [StaffMember]
    let notices: [Notice]
    let messages: [ID<Visit>: [Message]]
    let live: Live.Snapshot
    /// Of the conferences that run.
    let conferences: [ID<Visit>: ConferenceClock]
    let queue: Queue
    let clinicians: Set<ID<StaffMember>>

    init(
        now: Instant, clinic: Clinic, requests: [VideoRequest], visits: [Visit], people: [StaffMember],
        notices: [Notice], messages: [Message], live: Live.Snapshot,
        conferences: [ID<Visit>: ConferenceClock] = [:]
    ) {
        self.now = now
        self.clinic = clinic
        self.requests = requests
        self.visits = visits
        self.people = people
        self.notices = notices
        self.messages = Dictionary(grouping: messages, by: \.visit)
        self.live = live
        self.conferences = conferences
        self.queue = Queue(visits)
        self.clinicians = Set(people.filter { $0.active && $0.role == .clinician }.map(\.id))
    }

    func visit(_ id: ID<Visit>) -> Visit? { visits.first { $0.id == id } }

    /// How late the clinic has said that it runs; 0 when it has not.
    var lateMinutes: Int { notices.last { $0.lateMinutes != nil }?.lateMinutes ?? 0 }

    func names(_ ids: [ID<StaffMember>]) -> [ClinicView.Colleague] {
        ids.compactMap { id in people.first { $0.id == id } }.map {
            ClinicView.Colleague(staff: $0.id, name: $0.name, role: $0.role)
        }
    }

    /// The range that a waiting patient is told.
    func wait(for visit: Visit) -> ExpectedWait {
        let present = Set(people.filter { live.pages.contains($0.participant) }.map(\.id))
        let situation = ExpectedWait.Situation(
            visits: visits, clinicians: clinicians, present: present,
            announcedLate: .minutes(Int64(lateMinutes)))
        return ExpectedWait(for: visit, in: situation, queue: queue, at: now)
    }

    /// The call as the one sees it; nil when the one is not in it.
    func call(of visit: Visit, for one: ID<Participant>, telephone: String, named: Bool) -> CallView? {
        guard let call = visit.call, visit.ending == nil, let me = visit.participant(one), me.stage == .admitted,
            let seat = me.seat
        else { return nil }
        let others = visit.participants.compactMap { other -> CallView.Other? in
            guard other.id != one, other.stage == .admitted, let seat = other.seat else { return nil }
            let peer = live.peers[other.id]
            return CallView.Other(
                participant: other.id, name: other.name, role: other.role, seat: seat,
                means: other.telephoneSince != nil ? .telephone : other.connection?.means,
                path: other.connection != nil ? .ok : .lost,
                microphone: peer?.sends?.microphone ?? (other.connection != nil),
                camera: peer?.sends?.camera ?? (other.connection?.means == .video), verdict: peer?.verdict)
        }
        let sharer = visit.participants.first {
            $0.stage == .admitted && live.peers[$0.id]?.sends?.screen == true
        }
        return CallView(
            visit: named ? visit.id : nil, state: visit.state, seat: seat, others: others, screen: sharer?.id,
            since: call.connectedSince ?? call.since, telephone: telephone,
            telephoneSince: me.isGuest ? nil : visit.patient.telephoneSince,
            byTelephone: visit.talksByTelephone(me), heldSince: call.heldSince,
            conference: named ? conferences[visit.id] : nil,
            messages: talk(in: visit))
    }

    func talk(in visit: Visit) -> [MessageView] { (messages[visit.id] ?? []).map(MessageView.init) }
}
