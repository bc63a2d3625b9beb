/// The installation meets data-protection law.
public struct R29DataProtection: Rule {
    public let number = 29

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Databeskyttelse",
            en: "Data protection")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "It-løsningen skal leve op til reglerne om databeskyttelse: en aftale skal foreligge, og "
                + "transporten skal være krypteret. Installationen mærkes, når det er sikret.",
            en: "The solution must meet data-protection law: an agreement on file and encrypted "
                + "transport. The installation is marked once that is assured.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard visit.facts.provider.dataProtectionConfirmed != true else { return }
        draft.review(
            number,
            Bilingual(
                da: "Installationen er ikke mærket som i overensstemmelse med databeskyttelsesreglerne.",
                en: "The installation is not marked as meeting data-protection law."),
            missing: "provider.dataProtectionConfirmed")
    }
}
