import Kernel

/// How long the practice and the patient were connected with each other, by which means.
struct Contact: Sendable {
    /// What two people have of each other when each is connected by a means of their own.
    enum Kind: Int, CaseIterable, Sendable { case video, oneWay, sound, telephone, text }

    private(set) var video = Milliseconds(0)
    /// Sound both ways, the picture one way only.
    private(set) var oneWay = Milliseconds(0)
    private(set) var sound = Milliseconds(0)
    private(set) var telephone = Milliseconds(0)
    private(set) var text = Milliseconds(0)
    /// The first moment of any of it but text.
    private(set) var began: Instant?
    /// How often the two found each other; more than one is a reconnection.
    private(set) var meetings = 0
    /// No clinician took part, only other staff of the practice.
    private(set) var isByStaffOnly = false

    init(_ attendance: Attendance) {
        var spans: [(kind: Kind, from: Instant, to: Instant)] = []
        let hasClinician = attendance.stays.contains { $0.role == .clinician }
        let side: ParticipantRole = hasClinician ? .clinician : .practiceStaff
        for a in attendance.stays where a.role == side {
            for b in attendance.stays where b.role == .patient {
                let from = max(a.from, b.from)
                let to = min(a.to, b.to)
                if from < to { spans.append((Contact.kind(a.means, b.means), from, to)) }
            }
        }
        if spans.isEmpty { return }
        isByStaffOnly = !hasClinician
        spans.sort { ($0.from, $0.kind.rawValue, $0.to) < ($1.from, $1.kind.rawValue, $1.to) }
        video = Contact.length(spans, of: .video)
        oneWay = Contact.length(spans, of: .oneWay)
        sound = Contact.length(spans, of: .sound)
        telephone = Contact.length(spans, of: .telephone)
        text = Contact.length(spans, of: .text)
        began = spans.first { $0.kind != .text }?.from
        var reached: Instant?
        for span in spans {
            if reached.map({ span.from > $0 }) ?? true { meetings += 1 }
            reached = max(reached ?? span.to, span.to)
        }
    }

    private static func kind(_ a: ConnectionMeans, _ b: ConnectionMeans) -> Kind {
        if a == .video, b == .video { return .video }
        if a == .text || b == .text { return .text }
        if a == .telephone || b == .telephone { return .telephone }
        return a == .audio || b == .audio ? .sound : .oneWay
    }

    /// The time that spans of one kind cover, counted once where they overlap; `spans` begin in ascending order.
    private static func length(_ spans: [(kind: Kind, from: Instant, to: Instant)], of kind: Kind) -> Milliseconds {
        var total: Int64 = 0
        var reached: Instant?
        for span in spans where span.kind == kind {
            let from = max(span.from, reached ?? span.from)
            if span.to > from { total += (span.to - from).count }
            reached = max(reached ?? span.to, span.to)
        }
        return Milliseconds(total)
    }
}
