import Kernel

/// A clinic: one waiting room, its people and its own rules.
public struct Clinic: Sendable, Hashable, Codable {
    public let id: ID<Clinic>
    public var name: String
    /// What a patient calls when the picture fails; shown as it was entered.
    public var telephone: String
    public var settings: ClinicSettings
    public var texts: ClinicTexts
    public var support: SupportContact
    public var hours: OpeningHours
    /// nil until a manager has entered it: then nothing is proposed for settlement.
    public var settlement: SettlementProfile?

    public init(
        id: ID<Clinic>, name: String, telephone: String, settings: ClinicSettings = ClinicSettings(),
        texts: ClinicTexts = ClinicTexts(), support: SupportContact = SupportContact(),
        hours: OpeningHours = OpeningHours(), settlement: SettlementProfile? = nil
    ) {
        self.id = id
        self.name = name
        self.telephone = telephone
        self.settings = settings
        self.texts = texts
        self.support = support
        self.hours = hours
        self.settlement = settlement
    }
}

/// The rules of a clinic's queue.
public struct ClinicSettings: Sendable, Hashable, Codable {
    /// Who may admit a visit that carries no list of its own.
    public enum WhoAdmits: String, Sendable, Codable, CaseIterable {
        /// Any of the clinic's clinicians.
        case anyClinician
        /// Those with whom the visit is booked; any clinician when it is booked with nobody in particular.
        case bookedClinicians
    }

    public var whoAdmits: WhoAdmits
    /// How long before the booked time a link opens.
    public var opensBefore: Milliseconds
    /// How long after the booked end a link that nobody has used still opens.
    public var closesAfter: Milliseconds
    /// How long the facts sheet can be read on the patient's link after the visit.
    public var factsReadableFor: Milliseconds
    /// How long events, messages and the audit are kept; five years unless the clinic says otherwise.
    public var keptFor: Milliseconds
    /// The length, in minutes, that the booking form proposes.
    public var usualMinutes: Int
    /// Whether patients may ask for video on the clinic's page; nil, as clinics were kept before there was one, is yes.
    public var takesRequests: Bool?

    public init(
        whoAdmits: WhoAdmits = .anyClinician, opensBefore: Milliseconds = .minutes(15),
        closesAfter: Milliseconds = .minutes(60), factsReadableFor: Milliseconds = .days(30),
        keptFor: Milliseconds = .days(5 * 365 + 1), usualMinutes: Int = 15,
        takesRequests: Bool? = nil
    ) {
        self.whoAdmits = whoAdmits
        self.opensBefore = opensBefore
        self.closesAfter = closesAfter
        self.factsReadableFor = factsReadableFor
        self.keptFor = keptFor
        self.usualMinutes = usualMinutes
        self.takesRequests = takesRequests
    }
}

/// What the clinic says to those who wait, in the clinic's own words.
public struct ClinicTexts: Sendable, Hashable, Codable {
    /// Shown to everybody who waits; may be empty.
    public var greeting: String
    /// What to do if it cannot wait.
    public var urgent: String

    public init(greeting: String = "", urgent: String = "Ring 112, hvis det er livstruende.") {
        self.greeting = greeting
        self.urgent = urgent
    }
}

/// Whom patients and colleagues ask when technique fails.
public struct SupportContact: Sendable, Hashable, Codable {
    public var name: String
    public var telephone: String
    public var email: String
    public var hours: String

    public init(name: String = "", telephone: String = "", email: String = "", hours: String = "") {
        self.name = name
        self.telephone = telephone
        self.email = email
        self.hours = hours
    }
}

/// When the clinic is open, as minutes after local midnight for each day of the week.
public struct OpeningHours: Sendable, Hashable, Codable {
    /// One day's opening; `from` and `to` are minutes after midnight, 0…1440, `from` before `to`.
    public struct Span: Sendable, Hashable, Codable {
        public var from: Int
        public var to: Int

        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// Monday first, always seven; nil when closed that day.
    public var days: [Span?]

    public init(days: [Span?] = Self.usual) { self.days = days }

    /// Weekdays from eight to four.
    public static let usual: [Span?] = Array(repeating: Span(from: 480, to: 960), count: 5) + [nil, nil]
}

/// A key with which a practice system books on a clinic's behalf. The key itself is never kept, only its digest.
public struct ClinicKey: Sendable, Hashable, Codable {
    public let id: ID<ClinicKey>
    public let clinic: ID<Clinic>
    /// What the clinic calls it ("Our practice system").
    public let label: String
    public let createdAt: Instant
    public var revokedAt: Instant?

    public init(id: ID<ClinicKey>, clinic: ID<Clinic>, label: String, createdAt: Instant, revokedAt: Instant? = nil) {
        self.id = id
        self.clinic = clinic
        self.label = label
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
