// The field names of the facts; the raw value of each is the name in JSON, and their order is the order of writing.

enum FactsField: String, CaseIterable, Sendable {
    case id, form, provider, patient, booking, assessment, content, persons, supplements, participants, timeline, end,
        note
    case otherServices
}

enum ProviderField: String, CaseIterable, Sendable { case specialty, ydernummer, dataProtectionConfirmed }

enum PatientField: String, CaseIterable, Sendable { case insuranceGroup, listedHere, chronicCare }

enum EnrolmentField: String, CaseIterable, Sendable { case ydernummer, from, until }

enum BookingField: String, CaseIterable, Sendable { case createdAt, start, kind, triage, session }

enum TriageField: String, CaseIterable, Sendable { case at, by, via }

enum AssessmentField: String, CaseIterable, Sendable {
    case videoSuitable, patientAccepts, hardship, paraclinicalAtHome, relevant, safe, preferenceHeard, cognitivelyAble
    case technicallyAble, seenInClinicThisCourse, notSeenReason, referral
}

enum HardshipField: String, CaseIterable, Sendable { case kind, text }

enum PeriodField: String, CaseIterable, Sendable { case from, until }

enum SupplementField: String, CaseIterable, Sendable { case code, evidence }

enum ParticipantField: String, CaseIterable, Sendable { case id, role, organisation }

enum EventField: String, CaseIterable, Sendable { case at, who, `is`, by }

enum EndField: String, CaseIterable, Sendable { case at, telephoneAgreed }

enum NoteField: String, CaseIterable, Sendable { case written, goalReached }

enum OtherField: String, CaseIterable, Sendable { case code, date, specialty }

/// One table of each, made once.
enum Tables {
    static let facts = WordTable<FactsField>()
    static let provider = WordTable<ProviderField>()
    static let patient = WordTable<PatientField>()
    static let enrolment = WordTable<EnrolmentField>()
    static let booking = WordTable<BookingField>()
    static let triage = WordTable<TriageField>()
    static let assessment = WordTable<AssessmentField>()
    static let hardship = WordTable<HardshipField>()
    static let period = WordTable<PeriodField>()
    static let supplement = WordTable<SupplementField>()
    static let participant = WordTable<ParticipantField>()
    static let event = WordTable<EventField>()
    static let end = WordTable<EndField>()
    static let note = WordTable<NoteField>()
    static let other = WordTable<OtherField>()

    static let form = WordTable<VisitForm>()
    static let kind = WordTable<BookingKind>()
    static let session = WordTable<ClinicSession>()
    static let via = WordTable<TriageWay>()
    static let hardshipKind = WordTable<HardshipKind>()
    static let paraclinical = WordTable<Paraclinical>()
    static let content = WordTable<VisitContent>()
    static let evidence = WordTable<Evidence>()
    static let role = WordTable<ParticipantRole>()
    static let eventKind = WordTable<TimelineKind>()
    static let means = WordTable<ConnectionMeans>()
}
