import Kernel

@testable import Settlements

/// Facts out of a seed: any combination that the interface allows, and dense around the boundaries of the rules.
struct RandomFacts {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// xorshift64*, so that a failing seed replays everywhere.
    mutating func next(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }

    mutating func maybe<T>(_ value: T) -> T? { next(24) == 0 ? nil : value }

    mutating func yes() -> Bool? { maybe(next(24) != 0) }

    mutating func facts() -> Facts {
        let specialty = pick(["80", "80", "80", "80", "51", "62", "57", "81", "83", "19"])
        let start = Instant(ms: (1_640_000_000 + Int64(next(2_600)) * 86_400 + Int64(next(86_400))) * 1_000)
        let dayTime = Instant(ms: start.ms / 86_400_000 * 86_400_000 + Int64(6 + next(10)) * 3_600_000)
        var booking = Facts.Booking(start: next(4) == 0 ? start : dayTime)
        booking.kind = maybe(next(8) == 0 ? .dropIn : .planned)
        booking.session = maybe(pick(ClinicSession.allCases))
        booking.createdAt = maybe(booking.start - .days(2))
        let triage = Facts.Triage(
            at: maybe(booking.start + .minutes(Int64(next(40) - 35))), by: maybe(pick(["staff", "patient"])),
            via: maybe(pick(TriageWay.allCases)))
        booking.triage = next(12) == 0 ? pick([.unknown, .none]) : .some(triage)
        var facts = Facts(
            id: maybe("v-\(next(1_000))"), form: next(3) == 0 ? .conference : .consultation,
            provider: Facts.Provider(
                specialty: specialty, ydernummer: pick(["057584", "000001"]), dataProtectionConfirmed: yes()),
            booking: booking)
        let usual: [VisitContent] = ["51", "62"].contains(specialty) ? [.training, .guidance] : [.general]
        facts.content = maybe(pick(next(3) == 0 ? VisitContent.allCases : usual))
        facts.persons = maybe(1 + next(3))
        patient(&facts)
        assessment(&facts)
        course(&facts)
        return facts
    }

    private mutating func patient(_ facts: inout Facts) {
        facts.patient.insuranceGroup = maybe(1 + next(2))
        facts.patient.listedHere = yes()
        facts.patient.chronicCare = maybe(
            (0..<next(3)).map { _ in
                Facts.Enrolment(
                    ydernummer: maybe(pick(["057584", "000001"])),
                    from: maybe(LocalDate(dayNumber: Int32(18_500 + next(2_500)))),
                    until: maybe(LocalDate(dayNumber: Int32(18_500 + next(4_000)))))
            })
        facts.supplements = (0..<next(4)).map { _ in
            Facts.Supplement(
                code: maybe(pick(["2151", "2149", "2161", "2401", "2402", "1003", "7000"])),
                evidence: maybe(pick(Evidence.allCases)))
        }
        facts.otherServices = maybe(
            (0..<next(3)).map { _ in
                Facts.OtherService(
                    code: maybe(pick(["0125", "0131", "4531", "0201"])),
                    date: maybe(LocalDate(dayNumber: Int32(facts.booking.start.ms / 86_400_000) + Int32(next(2)))),
                    specialty: maybe(pick(["80", "51", "62"])))
            })
    }

    private mutating func assessment(_ facts: inout Facts) {
        facts.assessment.videoSuitable = yes()
        facts.assessment.patientAccepts = yes()
        facts.assessment.hardship = pick([
            .unknown, .none, .some(Facts.Hardship(kind: maybe(.practical), text: maybe("far"))),
        ])
        facts.assessment.paraclinicalAtHome = maybe(pick(Paraclinical.allCases))
        facts.assessment.relevant = yes()
        facts.assessment.safe = yes()
        facts.assessment.preferenceHeard = yes()
        facts.assessment.cognitivelyAble = yes()
        facts.assessment.technicallyAble = yes()
        facts.assessment.seenInClinicThisCourse = yes()
        facts.assessment.notSeenReason = maybe("operated elsewhere")
        facts.assessment.referral = pick([
            .unknown, .none,
            .some(
                Facts.Referral(from: maybe(LocalDate(dayNumber: 18_000)), until: maybe(LocalDate(dayNumber: 30_000)))),
        ])
        facts.note.written = yes()
        facts.note.goalReached = yes()
    }

    private mutating func course(_ facts: inout Facts) {
        let people = ["gp", "pt", "a", "b", "c"]
        let roles: [ParticipantRole] = [.clinician, .patient] + (0..<3).map { _ in pick(ParticipantRole.allCases) }
        let count = next(12) == 0 ? next(3) : 2 + next(4)
        facts.participants =
            next(15) == 0
            ? nil
            : (0..<count).map { index in
                Facts.Participant(
                    id: people[index], role: next(20) == 0 ? nil : roles[index], organisation: maybe(pick(["A", "B"])))
            }
        var events: [Facts.TimelineEvent] = []
        for person in people.prefix(count) {
            var minute = Int64(next(12)) - 2
            for _ in 0..<next(4) {
                events.append(event(facts, person, minute, .connected))
                minute += Int64(next(40))
                if next(4) != 0 { events.append(event(facts, person, minute, .disconnected)) }
                minute += Int64(next(4))
            }
        }
        facts.timeline = next(15) == 0 ? nil : events
        facts.end.at = maybe(facts.booking.start + .minutes(Int64(next(90))))
        facts.end.telephoneAgreed = maybe(next(3) == 0)
    }

    private mutating func event(
        _ facts: Facts, _ who: String, _ minute: Int64, _ kind: TimelineKind
    ) -> Facts.TimelineEvent {
        Facts.TimelineEvent(
            at: next(60) == 0 ? nil : facts.booking.start + .minutes(minute), who: next(60) == 0 ? "stranger" : who,
            kind: next(60) == 0 ? nil : kind,
            means: kind == .connected
                ? (next(40) == 0 ? nil : next(3) == 0 ? pick(ConnectionMeans.allCases) : .video) : nil)
    }
}
