import Kernel
import Settlements

/// What the clinic has answered, put where it belongs among the facts. A value is a word, as the form sends it.
enum SettlementAnswers {
    /// What belongs into a physiotherapist's note; all of it must be there (the service sheet's list).
    static let noteParts = ["status", "evaluation", "complications", "exercise", "plan", "discharge"]
    static let longestText = 500

    static func apply(_ answers: [String: String], to facts: inout Settlements.Facts, on date: LocalDate) {
        for (path, value) in answers where !value.isEmpty {
            switch path {
            case "patient.chronicCare":
                facts.patient.chronicCare =
                    value == "yes"
                    ? [.init(ydernummer: facts.provider.ydernummer, from: date, until: date.adding(days: 1))] : []
            case "patient.insuranceGroup": facts.patient.insuranceGroup = Int(value)
            case "patient.listedHere": facts.patient.listedHere = yes(value)
            case "booking.session": facts.booking.session = ClinicSession(rawValue: value)
            case "content": facts.content = VisitContent(rawValue: value)
            case "persons": facts.persons = Int(value)
            case "end.telephoneAgreed": facts.end.telephoneAgreed = yes(value)
            case "note.written": facts.note.written = noteParts.allSatisfy(Set(words(value)).contains)
            case "note.goalReached": facts.note.goalReached = yes(value)
            case "otherServices":
                if value == "no", facts.otherServices == nil { facts.otherServices = [] }
                if value == "yes" {
                    let other = Settlements.Facts.OtherService(
                        code: nil, date: date, specialty: facts.provider.specialty)
                    facts.otherServices = (facts.otherServices ?? []) + [other]
                }
            case "supplements": facts.supplements = words(value).compactMap(supplement)
            default: assess(path, value, &facts.assessment, date)
            }
        }
    }

    private static func assess(
        _ path: String, _ value: String, _ assessment: inout Settlements.Facts.Assessment, _ date: LocalDate
    ) {
        switch path {
        case "assessment.videoSuitable": assessment.videoSuitable = yes(value)
        case "assessment.patientAccepts": assessment.patientAccepts = yes(value)
        case "assessment.relevant": assessment.relevant = yes(value)
        case "assessment.safe": assessment.safe = yes(value)
        case "assessment.preferenceHeard": assessment.preferenceHeard = yes(value)
        case "assessment.cognitivelyAble": assessment.cognitivelyAble = yes(value)
        case "assessment.technicallyAble": assessment.technicallyAble = yes(value)
        case "assessment.seenInClinicThisCourse": assessment.seenInClinicThisCourse = yes(value)
        case "assessment.notSeenReason": assessment.notSeenReason = value
        case "assessment.paraclinicalAtHome": assessment.paraclinicalAtHome = Paraclinical(rawValue: value)
        case "assessment.hardship":
            assessment.hardship =
                HardshipKind(rawValue: value).map { .some(.init(kind: $0, text: "noted in the journal")) } ?? .none
        case "assessment.referral":
            assessment.referral = value == "valid" ? .some(.init(from: date, until: date.adding(days: 1))) : .none
        default: return
        }
    }

    private static func yes(_ value: String) -> Bool? { value == "yes" ? true : value == "no" ? false : nil }

    private static func words(_ value: String) -> [String] { value.split(separator: ",").map(String.init) }

    private static func supplement(_ code: String) -> Settlements.Facts.Supplement? {
        let evidence: Evidence? =
            switch code {
            case "2151": .clinicalForms
            case "2149": .psychometricTest
            case "2161": .qualifiedInterpreter
            case "2401": .acuteEU
            case "2402": .noPracticeAccess
            default: nil
            }
        return evidence.map { .init(code: code, evidence: $0) }
    }
}

/// A short question for exactly one fact that is missing.
public struct SettlementQuestion: Sendable, Hashable {
    /// How it is answered.
    public enum Form: Sendable, Hashable {
        case yesNo
        /// One of these words.
        case choice([String])
        /// Any of these words, joined by commas.
        case several([String])
        case number(ClosedRange<Int>)
        case text
    }

    /// The fact's path among the facts, and the answer's name in the form.
    public let path: String
    public let form: Form

    /// The question for a missing path; nil where nobody at this page can answer it.
    static func of(_ path: String) -> SettlementQuestion? {
        switch path {
        case "patient.insuranceGroup": .init(path: path, form: .choice(["1", "2"]))
        case "booking.session": .init(path: path, form: .choice(["day", "evening"]))
        case "content": .init(path: path, form: .choice(["training", "guidance", "manualTreatment"]))
        case "persons": .init(path: path, form: .number(1...99))
        case "note.written": .init(path: path, form: .several(SettlementAnswers.noteParts))
        case "supplements": .init(path: path, form: .several(["2149", "2151", "2161", "2401", "2402"]))
        case "assessment.notSeenReason": .init(path: path, form: .text)
        case "assessment.paraclinicalAtHome": .init(path: path, form: .choice(["offered", "notNeeded", "notOffered"]))
        case "assessment.hardship":
            .init(path: path, form: .choice(["practical", "physical", "psychological", "none"]))
        case "assessment.referral": .init(path: path, form: .choice(["valid", "none"]))
        case "patient.chronicCare", "patient.listedHere", "end.telephoneAgreed", "note.goalReached", "otherServices",
            "assessment.videoSuitable", "assessment.patientAccepts", "assessment.relevant", "assessment.safe",
            "assessment.preferenceHeard", "assessment.cognitivelyAble", "assessment.technicallyAble",
            "assessment.seenInClinicThisCourse":
            .init(path: path, form: .yesNo)
        default: nil
        }
    }

    /// Refuses an answer that the question does not allow, naming the field.
    func check(_ value: String) throws(Refusal) {
        let isAllowed =
            switch form {
            case .yesNo: ["yes", "no"].contains(value)
            case .choice(let words): words.contains(value)
            case .several(let words): value.split(separator: ",").allSatisfy { words.contains(String($0)) }
            case .number(let range): Int(value).map(range.contains) ?? false
            case .text: value.count <= SettlementAnswers.longestText
            }
        if !isAllowed { throw Refusal(.invalid, "answer-not-allowed", field: path) }
    }
}
