/// The codes this engine may propose, by their names in the agreements.
public enum ServiceCode: String, CaseIterable, Sendable, Codable {
    case annualReview = "0120"
    case video = "0125"
    case conference = "0126"
    case physioVideo = "0131"
    case telephone = "0201"
    case remoteRegistration = "1003"
    case psychometricTest = "2149"
    case clinicalForms = "2151"
    case interpreter = "2161"
    case acuteEU = "2401"
    case noPracticeAccess = "2402"
    case physioVideoBefore2024 = "4531"
    case talkTherapy = "6101"
    case extraPerson = "6201"

    /// The specialty-prefixed form which settlement systems take: `80-0125`.
    public func prefixed(specialty: String) -> String { specialty + "-" + rawValue }

    /// Where a line stands in a proposal: basic service, registration code, supplements.
    var place: Int {
        if isBasic || self == .physioVideo || self == .physioVideoBefore2024 { return 0 }
        return self == .remoteRegistration ? 1 : 2
    }

    /// A basic service (grundydelse) of general practice, of which a contact has one.
    public var isBasic: Bool {
        switch self {
        case .video, .conference, .annualReview, .talkTherapy, .telephone: true
        default: false
        }
    }

    /// The evidence that a supplement beside 0125 needs; nil for what is no supplement.
    var neededEvidence: Evidence? {
        switch self {
        case .clinicalForms: .clinicalForms
        case .psychometricTest: .psychometricTest
        case .interpreter: .qualifiedInterpreter
        case .acuteEU: .acuteEU
        case .noPracticeAccess: .noPracticeAccess
        default: nil
        }
    }

    /// What the code is called.
    public var title: Bilingual {
        switch self {
        case .annualReview: Bilingual(da: "Årskontrol", en: "Annual review")
        case .video: Bilingual(da: "Videokonsultation", en: "Video consultation")
        case .conference:
            Bilingual(da: "Videokonference, modul à 10 minutter", en: "Video conference, module of 10 minutes")
        case .physioVideo, .physioVideoBefore2024:
            Bilingual(
                da: "Individuel videokonsultation, fysioterapi", en: "Individual video consultation, physiotherapy")
        case .telephone: Bilingual(da: "Telefonkonsultation", en: "Telephone consultation")
        case .remoteRegistration: Bilingual(da: "Registreringskode: over video", en: "Registration code: by video")
        case .psychometricTest: Bilingual(da: "Psykometrisk test", en: "Psychometric test")
        case .clinicalForms:
            Bilingual(da: "Instruktion i brug af kliniske skemaer", en: "Instruction in clinical forms")
        case .interpreter: Bilingual(da: "Tillæg for kvalificeret tolk", en: "Supplement for a qualified interpreter")
        case .acuteEU:
            Bilingual(da: "Tillæg: akut behandling efter EU-regler", en: "Supplement: acute case under EU rules")
        case .noPracticeAccess:
            Bilingual(
                da: "Tillæg: sikret uden adgang til en praksis", en: "Supplement: insured, no access to a practice")
        case .talkTherapy: Bilingual(da: "Samtaleterapi", en: "Talk therapy")
        case .extraPerson: Bilingual(da: "Samtaleterapi, ekstra person", en: "Talk therapy, extra person")
        }
    }
}
