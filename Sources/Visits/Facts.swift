import Kernel

/// What truly happened in a visit: who, when, by which means, how long. Computed from the events and nothing else, so
/// that it can be computed again by anybody who has them. It holds no word of what was said.
public struct Facts: Sendable, Hashable, Codable {
    /// An unbroken stretch of taking part by one means.
    public struct Leg: Sendable, Hashable, Codable {
        public var means: Means
        public var from: Instant
        public var to: Instant

        public var length: Milliseconds { to - from }
    }

    /// A stretch of a line: it ends where it was kept, and begins as many seconds before.
    public struct LineStretch: Sendable, Hashable, Codable {
        public var from: Instant
        public var to: Instant
        public var line: LineSummary
    }

    /// One who took part, or was to.
    public struct Person: Sendable, Hashable, Codable {
        public let participant: ID<Participant>
        public let role: Participant.Role
        public var name: String
        public var organisation: String?
        public var arrivedAt: Instant?
        public var legs: [Leg] = []
        /// Times that the path was lost in the call, and times that it came back.
        public var drops = 0
        public var returns = 0
        /// Presses on "call again".
        public var callsAgain = 0
        public var line: LineSummary?
        /// What was measured of it, stretch by stretch.
        public var lines: [LineStretch] = []

        /// Total time by one means.
        public func total(_ means: Means) -> Milliseconds {
            Milliseconds(legs.filter { $0.means == means }.reduce(0) { $0 + $1.length.count })
        }
    }

    public let visit: ID<Visit>
    public private(set) var booking: Booking
    /// In the order in which they came into the visit; the patient first.
    public private(set) var people: [Person]
    public private(set) var admittedAt: Instant?
    public private(set) var endedAt: Instant?
    public private(set) var outcome: Outcome?
    /// While patient and clinician were both there, by the patient's means at the time; telephone by itself.
    public private(set) var together: [Leg] = []
    /// Everything, oldest first.
    public let events: [Event]

    /// nil when the history does not begin with a booking.
    ///
    /// - Parameter now: Where the legs of a call that still runs are measured to.
    public init?(_ id: ID<Visit>, at clinic: ID<Clinic>, events: [Event], now: Instant) {
        guard let first = events.first, var visit = Visit(id, at: clinic, first: first) else { return nil }
        self.visit = id
        self.events = events
        booking = visit.booking
        people = [Person(visit.patient)]
        var open = OpenLegs()
        for event in events.dropFirst() {
            let before = visit
            visit.apply(event)
            note(event, before, visit)
            if case .tookBackTelephone(let id) = event.what { forgetTelephone(of: id, &open, before) }
            turn(&open, after: visit, at: event.at)
        }
        turn(&open, after: nil, at: max(now, visit.changedAt))
        booking = visit.booking
        admittedAt = visit.admittedAt
        endedAt = visit.ending?.at
        outcome = visit.ending?.outcome
    }

    /// Patient and clinician together, by one means.
    public func together(_ means: Means) -> Milliseconds {
        Milliseconds(together.filter { $0.means == means }.reduce(0) { $0 + $1.length.count })
    }

    /// From taking a ticket to being admitted; nil when either did not happen.
    public var waited: Milliseconds? {
        guard let arrived = people.first?.arrivedAt, let admittedAt, admittedAt >= arrived else { return nil }
        return admittedAt - arrived
    }
}

extension Facts.Person {
    fileprivate init(_ one: Participant) {
        participant = one.id
        role = one.role
        name = one.name
        organisation = one.organisation
    }
}

/// Who is taking part by what at a moment, and since when.
private struct OpenLegs {
    struct Key: Hashable {
        let participant: ID<Participant>
        let onTelephone: Bool
    }

    var each: [Key: (means: Means, since: Instant)] = [:]
    var together: (means: Means, since: Instant)?
}

extension Facts {
    private mutating func with(_ id: ID<Participant>, _ change: (inout Person) -> Void) {
        guard let index = people.firstIndex(where: { $0.participant == id }) else { return }
        change(&people[index])
    }

    private mutating func note(_ event: Event, _ before: Visit, _ after: Visit) {
        for one in after.participants where !people.contains(where: { $0.participant == one.id }) {
            people.append(Person(one))
        }
        people[0].name = after.patient.name
        switch event.what {
        // The first ticket counts: one who goes and comes again has waited all along.
        case .arrived(let id, _, _): with(id) { $0.arrivedAt = $0.arrivedAt ?? event.at }
        case .disconnected(let id, _):
            if before.participant(id)?.connection != nil { with(id) { $0.drops += 1 } }
        case .connected(let id, _):
            if before.participant(id)?.lostAt != nil { with(id) { $0.returns += 1 } }
        case .calledAgain(let id): with(id) { $0.callsAgain += 1 }
        case .lineMeasured(let id, let line):
            with(id) {
                $0.line = $0.line?.joined(line) ?? line
                // One report is one second.
                let from = event.at - .seconds(Int64(line.seconds))
                $0.lines.append(LineStretch(from: from, to: event.at, line: line))
            }
        default: break
        }
    }

    /// What was noted by mistake was no time by telephone, in however many legs it has been counted.
    private mutating func forgetTelephone(of id: ID<Participant>, _ open: inout OpenLegs, _ before: Visit) {
        open.each[OpenLegs.Key(participant: id, onTelephone: true)] = nil
        guard let since = before.participant(id)?.telephoneSince else { return }
        with(id) { $0.legs.removeAll { $0.means == .telephone && $0.from >= since } }
    }

    /// Ends the legs that the state no longer has and begins those that it has anew; with nil, ends all.
    private mutating func turn(_ open: inout OpenLegs, after visit: Visit?, at: Instant) {
        var now: [OpenLegs.Key: Means] = [:]
        // On hold nobody is heard: the path may stand, but it is no time together.
        if let visit, visit.ending == nil, let call = visit.call, call.heldSince == nil {
            for one in visit.participants where one.stage == .admitted {
                if let connection = one.connection {
                    now[OpenLegs.Key(participant: one.id, onTelephone: false)] = connection.means
                }
                if one.telephoneSince != nil {
                    now[OpenLegs.Key(participant: one.id, onTelephone: true)] = .telephone
                }
            }
        }
        // In a fixed order, so that the same events give the same sheet, byte for byte.
        for (key, leg) in open.each.sorted(by: { !$0.key.onTelephone && $1.key.onTelephone })
        where now[key] != leg.means {
            with(key.participant) { $0.legs.append(Leg(means: leg.means, from: leg.since, to: at)) }
            open.each[key] = nil
        }
        for (key, means) in now where open.each[key] == nil { open.each[key] = (means, at) }
        let shared = Self.shared(visit, now)
        if let leg = open.together, leg.means != shared {
            together.append(Leg(means: leg.means, from: leg.since, to: at))
            open.together = nil
        }
        if let shared, open.together == nil { open.together = (shared, at) }
    }

    private static func shared(_ visit: Visit?, _ now: [OpenLegs.Key: Means]) -> Means? {
        guard let visit else { return nil }
        let patient = visit.patient.id
        // Whoever went to the telephone talks there, even where the picture's path has stayed up.
        if let means = now[OpenLegs.Key(participant: patient, onTelephone: true)] { return means }
        if let clinician = visit.clinician, now[OpenLegs.Key(participant: clinician.id, onTelephone: false)] != nil,
            let means = now[OpenLegs.Key(participant: patient, onTelephone: false)]
        {
            return means
        }
        return nil
    }
}
