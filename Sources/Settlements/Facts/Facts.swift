import Kernel

/// What happened in one visit, as far as settlement needs to know it.
///
/// Every optional is "unknown" when nil, which is neither false nor zero; where the answer itself can be
/// "none", the type is
/// `Known`. The JSON form of it is documented in `docs/settlement.md`.
public struct Facts: Hashable, Sendable {
    public var id: String?
    public var form: VisitForm
    public var provider: Provider
    public var patient = Patient()
    public var booking: Booking
    public var assessment = Assessment()
    public var content: VisitContent?
    /// Patients in the room, for talk therapy.
    public var persons: Int?
    public var supplements: [Supplement] = []
    public var participants: [Participant]?
    public var timeline: [TimelineEvent]?
    public var end = VisitEnd()
    public var note = JournalNote()
    public var otherServices: [OtherService]?

    public init(id: String?, form: VisitForm, provider: Provider, booking: Booking) {
        self.id = id
        self.form = form
        self.provider = provider
        self.booking = booking
    }

    /// Who settles.
    public struct Provider: Hashable, Sendable {
        /// Two digits: `80` is general practice, `51` and `62` are physiotherapy.
        public var specialty: String
        public var ydernummer: String
        /// The installation is marked as meeting data-protection law.
        public var dataProtectionConfirmed: Bool?

        public init(specialty: String, ydernummer: String, dataProtectionConfirmed: Bool?) {
            self.specialty = specialty
            self.ydernummer = ydernummer
            self.dataProtectionConfirmed = dataProtectionConfirmed
        }
    }

    public struct Patient: Hashable, Sendable {
        /// 1 or 2, of the public health insurance.
        public var insuranceGroup: Int?
        public var listedHere: Bool?
        /// Enrolments in a chronic-care programme; empty means none.
        public var chronicCare: [Enrolment]?

        public init() {}
    }

    /// An enrolment, on local dates from `from` to before `until`.
    public struct Enrolment: Hashable, Sendable {
        public var ydernummer: String?
        public var from: LocalDate?
        public var until: LocalDate?

        public init(ydernummer: String?, from: LocalDate?, until: LocalDate?) {
            self.ydernummer = ydernummer
            self.from = from
            self.until = until
        }
    }

    public struct Booking: Hashable, Sendable {
        public var createdAt: Instant?
        public var start: Instant
        public var kind: BookingKind?
        /// `.none` is "certainly not triaged".
        public var triage: Known<Triage> = .unknown
        public var session: ClinicSession?

        public init(start: Instant) { self.start = start }
    }

    /// The clinic's own look at whether the visit should be, and as a video visit.
    public struct Triage: Hashable, Sendable {
        public var at: Instant?
        public var by: String?
        public var via: TriageWay?

        public init(at: Instant?, by: String?, via: TriageWay?) {
            self.at = at
            self.by = by
            self.via = via
        }
    }

    public struct Assessment: Hashable, Sendable {
        public var videoSuitable: Bool?
        public var patientAccepts: Bool?
        public var hardship: Known<Hardship> = .unknown
        public var paraclinicalAtHome: Paraclinical?
        public var relevant: Bool?
        public var safe: Bool?
        public var preferenceHeard: Bool?
        public var cognitivelyAble: Bool?
        public var technicallyAble: Bool?
        public var seenInClinicThisCourse: Bool?
        public var notSeenReason: String?
        public var referral: Known<Referral> = .unknown

        public init() {}
    }

    /// Why the patient can attend in the clinic only with great difficulty.
    public struct Hardship: Hashable, Sendable {
        public var kind: HardshipKind?
        public var text: String?

        public init(kind: HardshipKind?, text: String?) {
            self.kind = kind
            self.text = text
        }
    }

    /// A doctor's referral, on local dates from `from` to before `until`.
    public struct Referral: Hashable, Sendable {
        public var from: LocalDate?
        public var until: LocalDate?

        public init(from: LocalDate?, until: LocalDate?) {
            self.from = from
            self.until = until
        }
    }

    /// A supplement that the clinician asks for, with what shows that it is due.
    public struct Supplement: Hashable, Sendable {
        public var code: String?
        public var evidence: Evidence?

        public init(code: String?, evidence: Evidence?) {
            self.code = code
            self.evidence = evidence
        }
    }

    public struct Participant: Hashable, Sendable {
        public var id: String?
        public var role: ParticipantRole?
        public var organisation: String?

        public init(id: String?, role: ParticipantRole?, organisation: String? = nil) {
            self.id = id
            self.role = role
            self.organisation = organisation
        }
    }

    public struct TimelineEvent: Hashable, Sendable {
        public var at: Instant?
        public var who: String?
        public var kind: TimelineKind?
        public var means: ConnectionMeans?

        public init(at: Instant?, who: String?, kind: TimelineKind?, means: ConnectionMeans?) {
            self.at = at
            self.who = who
            self.kind = kind
            self.means = means
        }
    }

    public struct VisitEnd: Hashable, Sendable {
        public var at: Instant?
        public var telephoneAgreed: Bool?

        public init() {}
    }

    public struct JournalNote: Hashable, Sendable {
        public var written: Bool?
        public var goalReached: Bool?

        public init() {}
    }

    /// A service already given to this patient at this clinic.
    public struct OtherService: Hashable, Sendable {
        public var code: String?
        public var date: LocalDate?
        public var specialty: String?

        public init(code: String?, date: LocalDate?, specialty: String?) {
            self.code = code
            self.date = date
            self.specialty = specialty
        }
    }
}

/// An answer that may be missing, may be "none", or may be something.
public enum Known<Value: Hashable & Sendable>: Hashable, Sendable {
    case unknown
    case none
    case some(Value)

    /// The something; nil both for "none" and for "unknown".
    public var value: Value? { if case .some(let value) = self { value } else { nil } }
}
