import Kernel

/// One basic service a contact.
public struct R02OneBasicService: Rule {
    public let number = 2

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Én grundydelse pr. kontakt",
            en: "One basic service a contact")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Der afregnes én grundydelse pr. kontakt: 0125, 0126, 0120, 6101 og 0201 udelukker "
                + "hinanden. En genopkobling hører til samme kontakt. En anden, selvstændig kontakt samme "
                + "dag er tilladt, men vises med en advarsel.",
            en: "One basic service is settled per contact: 0125, 0126, 0120, 6101 and 0201 exclude each "
                + "other. Reconnecting belongs to the same contact. A second, separate contact on the same "
                + "day is allowed, with a warning.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.basic != nil else { return }
        if visit.contact.meetings > 1, draft.course != .conference {
            draft.reason(
                number,
                Bilingual(
                    da: "Forbindelsen blev genoptaget; det er samme kontakt og én grundydelse.",
                    en: "The connection was taken up again; it is the same contact and one basic service."))
        }
        for other in visit.facts.otherServices ?? [] {
            guard other.date == visit.serviceDate, let code = other.code.flatMap(ServiceCode.init(rawValue:)),
                code.isBasic,
                other.specialty == nil || other.specialty == visit.facts.provider.specialty
            else { continue }
            draft.warn(
                number,
                Bilingual(
                    da: "Patienten har allerede \(code.rawValue) samme dag; kun en selvstændig kontakt kan "
                        + "afregnes igen.",
                    en: "The patient already has \(code.rawValue) on this day; only a separate contact may be "
                        + "settled again."))
        }
    }
}
