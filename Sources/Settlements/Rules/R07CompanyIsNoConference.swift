/// Relatives, interpreters and technical help make no conference.
public struct R07CompanyIsNoConference: Rule {
    public let number = 7

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Ledsagere gør ikke en konference",
            en: "Company makes no conference")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "En pårørende, en tolk eller en, der kun giver teknisk hjælp, gør ikke en konsultation "
                + "til en videokonference.",
            en: "A relative, an interpreter or somebody who only gives technical help does not turn a "
                + "consultation into a conference.")
    }

    public var sources: [RuleSource] { [.publishedElsewhere] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video else { return }
        let company = visit.attendance.stays.contains {
            $0.role == .relative || $0.role == .interpreter || $0.role == .technicalHelper
        }
        guard company else { return }
        draft.reason(
            number,
            Bilingual(
                da: "Pårørende, tolk eller teknisk hjælper ændrer ikke konsultationen til en konference.",
                en: "A relative, interpreter or technical helper does not make the consultation a conference."))
    }
}
