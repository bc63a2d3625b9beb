/// The physiotherapist's individual video consultation.
public struct R21PhysioVideo: Rule {
    public let number = 21

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Fysioterapi på video",
            en: "Physiotherapy by video")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Individuel videokonsultation, én ydelse: 4531 til og med 31. december 2023, derefter det "
                + "generelle nummer 0131. Honorar i oktober 2022-niveau: speciale 51 307,95 kr., speciale "
                + "62 327,68 kr. Tilbydes ikke i speciale 57 og 65.",
            en: "Individual video consultation, one service: 4531 until 31 December 2023, then the "
                + "general number 0131. Fee at the level of October 2022: specialty 51 DKK 307.95, "
                + "specialty 62 DKK 327.68. Not offered in specialties 57 and 65.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet, .publishedElsewhere, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        let specialty = visit.facts.provider.specialty
        guard Specialty.physiotherapyWithVideo.contains(specialty) else {
            return draft.refuse(
                number,
                Bilingual(
                    da: "Speciale \(specialty) har ingen videokonsultation.",
                    en: "Specialty \(specialty) has no video consultation."))
        }
        guard visit.facts.form == .consultation else {
            return draft.refuse(
                number,
                Bilingual(
                    da: "Fysioterapi har kun den individuelle videokonsultation, ingen konference.",
                    en: "Physiotherapy has only the individual video consultation, no conference."))
        }
        draft.course = .physiotherapy
        draft.add(code(visit, specialty), by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Individuel videokonsultation, én ydelse.",
                en: "Individual video consultation, one service."))
        if !visit.facts.supplements.isEmpty {
            draft.warn(
                number,
                Bilingual(
                    da: "Ydelsesbeskrivelsen nævner ingen tillæg; de er udeladt.",
                    en: "The service sheet names no supplements; they are left out."))
        }
    }

    /// The day of the change lives in the tariffs; without a row there, it is the first of 2024.
    private func code(_ visit: Circumstances, _ specialty: String) -> ServiceCode {
        let date = visit.serviceDate
        if visit.tariffs.row(of: .physioVideoBefore2024, specialty: specialty, on: date) != nil {
            return .physioVideoBefore2024
        }
        if visit.tariffs.row(of: .physioVideo, specialty: specialty, on: date) != nil { return .physioVideo }
        return date.year < 2024 ? .physioVideoBefore2024 : .physioVideo
    }
}
