import Kernel

/// What is agreed about a visit before it happens.
public struct Booking: Sendable, Hashable, Codable {
    /// The kinds of visit that the settlement knows apart.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case gpVideo, talkTherapy, annualReview, conference, outOfHours, physiotherapy
    }

    /// That somebody judged, before the visit, that video is right for it.
    public struct Triage: Sendable, Hashable, Codable {
        /// The member of staff, or nil when a practice system told it.
        public var by: ID<StaffMember>?
        public var at: Instant

        public init(by: ID<StaffMember>?, at: Instant) {
            self.by = by
            self.at = at
        }
    }

    public var kind: Kind
    public var patient: String
    /// As it was entered; the clinic calls it when the picture fails.
    public var telephone: String
    public var start: Instant
    public var minutes: Int
    /// Those with whom it is booked; empty means any of the clinic's clinicians.
    public var with: [ID<StaffMember>]
    /// A list for this visit of those who may admit; nil leaves it to the clinic's setting.
    public var mayAdmit: [ID<StaffMember>]?
    public var triage: Triage?
    /// A practice system's own name for the booking, given back to it and shown to nobody else.
    public var reference: String?
    /// The patient's own request that it came of, where it did: then the patient wished for video.
    public var request: ID<VideoRequest>?

    public init(
        kind: Kind, patient: String, telephone: String, start: Instant, minutes: Int,
        with: [ID<StaffMember>] = [], mayAdmit: [ID<StaffMember>]? = nil, triage: Triage? = nil,
        reference: String? = nil, request: ID<VideoRequest>? = nil
    ) {
        self.kind = kind
        self.patient = patient
        self.telephone = telephone
        self.start = start
        self.minutes = minutes
        self.with = with
        self.mayAdmit = mayAdmit
        self.triage = triage
        self.reference = reference
        self.request = request
    }

    /// The booked end.
    public var end: Instant { start + .minutes(Int64(minutes)) }

    /// Longest names and telephone numbers that are kept.
    public static let longestName = 120
    public static let longestTelephone = 32
    /// A visit is planned for between one minute and four hours.
    public static let minutesAllowed = 1...240

    /// Whether somebody could be called by it: three digits at least, as people write them.
    public static func isTelephone(_ text: String) -> Bool {
        text.allSatisfy { $0.isNumber || "+ -()".contains($0) } && text.filter(\.isNumber).count >= 3
            && text.count <= longestTelephone
    }

    /// Refuses what cannot be a booking, naming the field.
    public func check() throws(Refusal) {
        guard !patient.isEmpty else { throw Refusal(.invalid, "name-missing", field: "patient") }
        guard patient.count <= Self.longestName else { throw Refusal(.invalid, "name-too-long", field: "patient") }
        for (field, value) in [("patient", patient), ("telephone", telephone)] {
            guard !PersonalNumberInText.isIn(value) else {
                throw Refusal(.invalid, "personal-number-not-here", field: field)
            }
        }
        guard telephone.isEmpty || Self.isTelephone(telephone) else {
            throw Refusal(.invalid, "telephone-not-understood", field: "telephone")
        }
        guard Self.minutesAllowed.contains(minutes) else {
            throw Refusal(.invalid, "minutes-out-of-range", field: "minutes", details: ["least": "1", "most": "240"])
        }
        guard start.ms > 0, start.ms < 32_503_680_000_000 else {
            throw Refusal(.invalid, "time-not-understood", field: "start")
        }
        guard triage.map({ $0.at.ms > 0 }) ?? true else {
            throw Refusal(.invalid, "time-not-understood", field: "triagedAt")
        }
        guard with.count <= 50, (mayAdmit?.count ?? 0) <= 50, (reference?.count ?? 0) <= 200 else {
            throw Refusal(.invalid, "too-long", field: "with")
        }
    }
}

/// When a link opens and closes around the booked time; fixed at booking, so that a later change of the clinic's
/// setting does not move what a patient has been told.
public struct LinkWindow: Sendable, Hashable, Codable {
    public var before: Milliseconds
    public var after: Milliseconds

    public init(before: Milliseconds, after: Milliseconds) {
        self.before = before
        self.after = after
    }
}
