// The words of the facts: the raw value of each is the word in JSON.

/// The form of the visit as it was planned.
public enum VisitForm: String, CaseIterable, Sendable { case consultation, conference }

/// How the patient came to the time.
public enum BookingKind: String, CaseIterable, Sendable { case planned, dropIn }

/// The clinic's hours the visit was planned in.
public enum ClinicSession: String, CaseIterable, Sendable {
    case day
    /// The clinic's own evening consultation.
    case evening
}

/// Where the triage was made.
public enum TriageWay: String, CaseIterable, Sendable { case clinic, outOfHoursPhone }

/// What makes it hard to come.
public enum HardshipKind: String, CaseIterable, Sendable { case practical, physical, psychological }

/// Paraclinical tests before an annual review.
public enum Paraclinical: String, CaseIterable, Sendable { case offered, notNeeded, notOffered }

/// What the visit was about, as far as the code depends on it.
public enum VisitContent: String, CaseIterable, Sendable {
    case general, talkTherapy, annualReview, training, guidance, manualTreatment
}

/// What shows that a supplement is due.
public enum Evidence: String, CaseIterable, Sendable {
    case clinicalForms, psychometricTest, qualifiedInterpreter, relativeInterpreter, acuteEU, noPracticeAccess
}

/// Who somebody in the call is.
public enum ParticipantRole: String, CaseIterable, Sendable {
    case clinician, practiceStaff, patient, relative, interpreter, hospital, specialist, municipality, technicalHelper

    /// A health professional from outside the practice.
    public var isOutsideProfessional: Bool { self == .hospital || self == .specialist || self == .municipality }
}

/// What happened to a participant's connection.
public enum TimelineKind: String, CaseIterable, Sendable { case connected, disconnected }

/// By which means a participant is connected, the richest last.
public enum ConnectionMeans: String, CaseIterable, Sendable {
    case text, telephone, audio, videoOneWay, video

    /// The order used where two means are told for one instant: the poorer counts.
    var rank: Int {
        switch self {
        case .text: 0
        case .telephone: 1
        case .audio: 2
        case .videoOneWay: 3
        case .video: 4
        }
    }
}
