import Kernel
import Visits

/// The facts sheet, as a page or the interface shows it.
public struct FactsView: Codable, Sendable, Hashable {
    public struct Person: Codable, Sendable, Hashable {
        public let participant: ID<Participant>
        public let role: Participant.Role
        public let name: String
        @OrNull public var organisation: String?
        @OrNull public var arrivedAt: Instant?
        public let videoSeconds: Int64
        public let voiceSeconds: Int64
        public let telephoneSeconds: Int64
        public let legs: [Facts.Leg]
        public let drops: Int
        public let returns: Int
        public let callsAgain: Int
        @OrNull public var line: Line?
        /// The line through the visit, oldest first.
        public let lines: [Stretch]
    }

    /// A stretch of a line, at most about a minute, under the worst verdict that stood for ten seconds of it.
    public struct Stretch: Codable, Sendable, Hashable {
        public let from: Instant
        public let to: Instant
        public let verdict: String
    }

    public struct Line: Codable, Sendable, Hashable {
        public let seconds: Int
        @OrNull public var roundTripMs: Int?
        @OrNull public var lossUp: Double?
        @OrNull public var lossDown: Double?
        /// The verdict under which most of the seconds were.
        @OrNull public var verdict: String?
        public let verdicts: [String: Int]
    }

    /// One event; which of the parts are set follows from the word.
    public struct Entry: Codable, Sendable, Hashable {
        public let at: Instant
        /// The event's word: `arrived`, `connected`, …
        public let word: String
        /// Who did it: a person's name, or nil for the system and a practice system.
        @OrNull public var by: String?
        /// The kind of who did it: `staff`, `participant`, `clinicKey`, `system`.
        public let byKind: String
        /// Whom it is about.
        @OrNull public var about: String?
        @OrNull public var aboutRole: Participant.Role?
        @OrNull public var means: Means?
        @OrNull public var drop: Event.Drop?
        @OrNull public var device: Device?
        @OrNull public var minutes: Int?
        @OrNull public var verdict: DeviceTest.Verdict?
        @OrNull public var acceptsVideo: Bool?
        @OrNull public var outcome: Outcome?
    }

    public let visit: ID<Visit>
    public let clinic: String
    public let clinicTelephone: String
    public let state: VisitState
    public let kind: Booking.Kind
    public let patient: String
    public let start: Instant
    public let minutes: Int
    public let with: [String]
    @OrNull public var triagedAt: Instant?
    @OrNull public var triagedBy: String?
    @OrNull public var waitedSeconds: Int64?
    @OrNull public var admittedAt: Instant?
    @OrNull public var endedAt: Instant?
    @OrNull public var outcome: Outcome?
    /// Patient and clinician together.
    public let videoSeconds: Int64
    public let voiceSeconds: Int64
    public let telephoneSeconds: Int64
    public let people: [Person]
    public let entries: [Entry]
    /// Until when a patient can read it on the link; nil while the visit is not over.
    @OrNull public var readableUntil: Instant?
}

extension FactsView {
    init(_ facts: Facts, _ visit: Visit, _ clinic: Clinic, staff: [StaffMember]) {
        func name(_ id: ID<StaffMember>) -> String? { staff.first { $0.id == id }?.name }
        self.init(
            visit: facts.visit, clinic: clinic.name, clinicTelephone: clinic.telephone, state: visit.state,
            kind: facts.booking.kind, patient: facts.booking.patient, start: facts.booking.start,
            minutes: facts.booking.minutes, with: facts.booking.with.compactMap(name),
            triagedAt: facts.booking.triage?.at, triagedBy: facts.booking.triage?.by.flatMap(name),
            waitedSeconds: facts.waited?.seconds, admittedAt: facts.admittedAt, endedAt: facts.endedAt,
            outcome: facts.outcome, videoSeconds: facts.together(.video).seconds,
            voiceSeconds: facts.together(.voice).seconds, telephoneSeconds: facts.together(.telephone).seconds,
            people: facts.people.map(Person.init), entries: facts.events.map { Entry($0, facts.people) },
            readableUntil: facts.endedAt.map { $0 + clinic.settings.factsReadableFor })
    }
}

extension FactsView.Person {
    init(_ one: Facts.Person) {
        self.init(
            participant: one.participant, role: one.role, name: one.name, organisation: one.organisation,
            arrivedAt: one.arrivedAt, videoSeconds: one.total(.video).seconds,
            voiceSeconds: one.total(.voice).seconds, telephoneSeconds: one.total(.telephone).seconds,
            legs: one.legs, drops: one.drops, returns: one.returns, callsAgain: one.callsAgain,
            line: one.line.map { line in
                FactsView.Line(
                    seconds: line.seconds, roundTripMs: line.roundTripMs, lossUp: line.lossUp,
                    lossDown: line.lossDown, verdict: line.usualVerdict?.rawValue, verdicts: line.verdicts)
            },
            lines: one.lines.compactMap { stretch in
                stretch.line.feltVerdict.map {
                    FactsView.Stretch(from: stretch.from, to: stretch.to, verdict: $0.rawValue)
                }
            })
    }
}

extension FactsView.Entry {
    init(_ event: Event, _ people: [Facts.Person]) {
        func person(_ id: ID<Participant>?) -> Facts.Person? { people.first { $0.participant == id } }
        let kind: String
        let author: String?
        switch event.by {
        case .staff(_, let name): (kind, author) = ("staff", name)
        case .participant(let id): (kind, author) = ("participant", person(id)?.name)
        case .clinicKey: (kind, author) = ("clinicKey", nil)
        case .system: (kind, author) = ("system", nil)
        }
        let about = person(event.what.participant)
        self.init(
            at: event.at, word: event.what.word, by: author, byKind: kind, about: about?.name ?? event.what.colleague,
            aboutRole: about?.role, means: event.what.means, drop: event.what.drop, device: event.what.device,
            minutes: event.what.minutes, verdict: event.what.verdict, acceptsVideo: event.what.acceptsVideo,
            outcome: event.what.outcome)
    }
}
