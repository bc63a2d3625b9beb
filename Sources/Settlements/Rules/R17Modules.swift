import Kernel

/// Modules of ten minutes, at most six.
public struct R17Modules: Rule {
    public let number = 17

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Moduler à 10 minutter",
            en: "Modules of 10 minutes")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Videokonference honoreres efter varighed i moduler à 10 minutter, højst seks. Tiden "
                + "regnes fra første til sidste øjeblik med tre, der tæller; huller under 2 minutter regnes "
                + "med. Kun fuldførte moduler, medmindre indstillingen siger påbegyndte. Under 10 minutter "
                + "afregnes intet.",
            en: "A video conference is paid by duration in modules of 10 minutes, at most six. Time runs "
                + "from the first to the last moment with three who count; gaps under 2 minutes are "
                + "bridged. Completed modules only, unless the setting says commenced. Under 10 minutes "
                + "nothing is settled.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    static let module = Milliseconds.minutes(10)
    static let cap = 6

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .conference, let time = visit.conference, time.began != nil else { return }
        let counted = time.counted
        let completed = Int(counted.count / R17Modules.module.count)
        let commenced = Int((counted.count + R17Modules.module.count - 1) / R17Modules.module.count)
        let chosen = visit.settings.moduleRounding == .completed ? completed : commenced
        let modules = min(chosen, R17Modules.cap)
        let (fewer, more) = (min(completed, R17Modules.cap), min(commenced, R17Modules.cap))
        let spoken = Bilingual(minutesOf: counted)
        if let path = visit.attendance.missingPart {
            draft.review(
                number,
                Bilingual(
                    da: "En del af tidslinjen mangler; tiden kan være en anden.",
                    en: "A part of the timeline is missing; the time may be another."), missing: path)
        }
        if visit.attendance.isOpenEnded {
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, hvornår konferencen sluttede.",
                    en: "It is not known when the conference ended."), missing: "end.at")
        }
        guard modules > 0 else {
            let text =
                Bilingual(
                    da: "Konferencen varede \(spoken.da), under 10 minutter: intet modul.",
                    en: "The conference lasted \(spoken.en), under 10 minutes: no module.")
            if draft.missing.isEmpty { draft.refuse(number, text) } else { draft.reviewWithoutLines(number, text) }
            return
        }
        draft.add(.conference, count: modules, by: 15)
        draft.lines[draft.lines.count - 1].rules += [16, number]
        draft.reason(
            number,
            Bilingual(
                da: "Konferencen varede \(spoken.da): \(modules) modul(er) à 10 minutter.",
                en: "The conference lasted \(spoken.en): \(modules) module(s) of 10 minutes."))
        if fewer != more {
            draft.reason(
                number,
                Bilingual(
                    da: "Fuldførte moduler: \(fewer); påbegyndte: \(more). Indstillingen afgør det.",
                    en: "Completed modules: \(fewer); commenced: \(more). The setting decides."))
        }
        if counted.count > R17Modules.module.count * Int64(R17Modules.cap) {
            draft.reason(
                number,
                Bilingual(
                    da: "Loftet på seks moduler pr. konference er nået.",
                    en: "The cap of six modules per conference is reached."))
        }
    }
}
