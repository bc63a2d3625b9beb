import Kernel

/// The time in which a meeting was a conference: the doctor, and at least two more who count, one of them from outside.
struct ConferenceTime: Sendable {
    /// Gaps shorter than this are bridged; the sources are silent, and a reconnection takes less.
    static let bridgedGap = Milliseconds.minutes(2)

    /// Counted time within dagtid, gaps bridged.
    private(set) var counted = Milliseconds(0)
    /// Time after 16:00, which is not counted.
    private(set) var past = Milliseconds(0)
    /// The most that were there at one moment and count.
    private(set) var most = 0
    private(set) var began: Instant?
    private(set) var patientMetDoctor = false
    private(set) var professionalMetDoctor = false
    /// Outside professionals who counted, by their index among the participants.
    private(set) var professionals: [Int] = []
    private(set) var someByTelephone = false
    private(set) var allByTelephone = false

    init(_ attendance: Attendance, zone: CivilZone) {
        let stays = attendance.stays.filter { $0.means != .text }
        var edges = stays.flatMap { [$0.from, $0.to] }
        edges.sort()
        var spans: [(from: Instant, to: Instant)] = []
        var onTelephone = false
        var onAnother = false
        for (from, to) in zip(edges, edges.dropFirst()) where from < to {
            let present = stays.filter { $0.from <= from && $0.to >= to }
            guard count(present) else { continue }
            for stay in present
            where stay.role == .clinician || stay.role == .patient || stay.role.isOutsideProfessional {
                if stay.means == .telephone { onTelephone = true } else { onAnother = true }
            }
            if let last = spans.last, from - last.to < ConferenceTime.bridgedGap {
                spans[spans.count - 1].to = to
            } else {
                spans.append((from, to))
            }
        }
        someByTelephone = onTelephone
        allByTelephone = onTelephone && !onAnother
        measure(spans, zone)
    }

    /// Notes who is here, and says whether it is a conference at this moment.
    private mutating func count(_ present: [Attendance.Stay]) -> Bool {
        guard present.contains(where: { $0.role == .clinician }) else { return false }
        let hasPatient = present.contains { $0.role == .patient }
        var outside: [Int] = []
        for stay in present where stay.role.isOutsideProfessional && !outside.contains(stay.who) {
            outside.append(stay.who)
        }
        if hasPatient { patientMetDoctor = true }
        if !outside.isEmpty { professionalMetDoctor = true }
        let people = 1 + (hasPatient ? 1 : 0) + outside.count
        most = max(most, people)
        guard people >= 3, !outside.isEmpty else { return false }
        for who in outside where !professionals.contains(who) { professionals.append(who) }
        return true
    }

    private mutating func measure(_ spans: [(from: Instant, to: Instant)], _ zone: CivilZone) {
        guard let first = spans.first else { return }
        began = first.from
        let day = zone.local(first.from).date
        let opens = zone.instant(LocalMoment(date: day, secondOfDay: DanishCalendar.dagtidFrom))
        let closes = zone.instant(LocalMoment(date: day, secondOfDay: DanishCalendar.dagtidUntil))
        var inside: Int64 = 0
        var after: Int64 = 0
        for span in spans {
            let from = max(span.from, opens)
            let to = min(span.to, closes)
            if from < to { inside += (to - from).count }
            if span.to > closes { after += (span.to - max(span.from, closes)).count }
        }
        counted = Milliseconds(inside)
        past = Milliseconds(after)
    }
}
