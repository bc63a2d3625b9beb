import Kernel

/// Who was connected when and by which means, worked out of a timeline.
///
/// The order of events at the same instant does not matter: a person who was connected and is told to be both
/// disconnected and
/// connected has come back; one who was not has not come. Of two means at one instant the poorer counts.
struct Attendance: Sendable {
    /// One unbroken connection by one means.
    struct Stay: Sendable {
        /// The index among the facts' participants.
        let who: Int
        let role: ParticipantRole
        let from: Instant
        let to: Instant
        let means: ConnectionMeans
    }

    private(set) var stays: [Stay] = []
    /// Somebody was connected whose role nobody has told; the path of what is missing.
    private(set) var missingRole: String?
    /// The first part of an event that was left out, as a JSON path.
    private(set) var missingPart: String?
    /// Somebody was connected at the end, and the end is not known.
    private(set) var isOpenEnded = false

    init(_ facts: Facts) {
        guard let timeline = facts.timeline, let participants = facts.participants else { return }
        let events = Attendance.ordered(timeline)
        var roles = 0
        for (index, person) in participants.enumerated() {
            guard let id = person.id else { continue }
            if let role = person.role {
                roles += 1
                follow(id, index, role, events, end: facts.end.at)
            } else if events.contains(where: { $0.who == id && $0.kind != .disconnected }), missingRole == nil {
                missingRole = "participants[\(index)].role"
            }
        }
        for (index, event) in timeline.enumerated() {
            noteMissing(index, event)
            if roles < participants.count || missingRole == nil, event.kind == .connected, let who = event.who,
                missingRole == nil, !participants.contains(where: { $0.id == who })
            {
                missingRole = "participants"
            }
        }
    }

    private static func ordered(_ timeline: [Facts.TimelineEvent]) -> [Facts.TimelineEvent] {
        var last = Int64.min
        for event in timeline {
            guard let at = event.at, at.ms >= last else {
                return timeline.filter { $0.at != nil }.sorted { ($0.at?.ms ?? 0) < ($1.at?.ms ?? 0) }
            }
            last = at.ms
        }
        return timeline
    }

    private mutating func noteMissing(_ index: Int, _ event: Facts.TimelineEvent) {
        guard missingPart == nil else { return }
        if event.at == nil {
            missingPart = "timeline[\(index)].at"
        } else if event.who == nil {
            missingPart = "timeline[\(index)].who"
        } else if event.kind == nil {
            missingPart = "timeline[\(index)].is"
        } else if event.kind == .connected, event.means == nil {
            missingPart = "timeline[\(index)].by"
        }
    }

    /// Walks through one person's events, instant by instant.
    private mutating func follow(
        _ id: String, _ index: Int, _ role: ParticipantRole, _ events: [Facts.TimelineEvent], end: Instant?
    ) {
        var open: (from: Instant, means: ConnectionMeans)?
        var next = 0
        while next < events.count {
            guard let at = events[next].at else { return }
            var joined: ConnectionMeans?
            var left = false
            while next < events.count, events[next].at == at {
                let event = events[next]
                next += 1
                guard event.who == id else { continue }
                if event.kind == .disconnected { left = true }
                if event.kind == .connected, let means = event.means {
                    joined = joined.map { $0.rank < means.rank ? $0 : means } ?? means
                }
            }
            if let before = open, joined != nil || left {
                keep(index, role, before.from, at, before.means, end: end)
                open = joined.map { (at, $0) }
            } else if let joined, !left {
                open = (at, joined)
            }
        }
        guard let open else { return }
        if end == nil { isOpenEnded = true }
        // Without an end we know only that the connection was there: the least that can be told apart from nothing.
        let latest = max(events.last?.at ?? open.from, open.from + Milliseconds(1))
        keep(index, role, open.from, end ?? latest, open.means, end: end)
    }

    private mutating func keep(
        _ index: Int, _ role: ParticipantRole, _ from: Instant, _ to: Instant, _ means: ConnectionMeans, end: Instant?
    ) {
        let until = end.map { min(to, $0) } ?? to
        if until > from { stays.append(Stay(who: index, role: role, from: from, to: until, means: means)) }
    }
}
