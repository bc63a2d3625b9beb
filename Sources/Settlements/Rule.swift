/// One rule of the agreements: it looks at a visit's circumstances and at what the rules before it have
/// drafted, and says what
/// it changes and why. A rule that has nothing to say leaves the draft as it is.
public protocol Rule: Sendable {
    /// 1…31; `R7` in what people read.
    var number: Int { get }
    var title: Bilingual { get }
    /// What the rule says, for the settlement guide.
    var statement: Bilingual { get }
    /// Where it is written.
    var sources: [RuleSource] { get }
    func decide(_ visit: Circumstances, _ draft: inout Draft)
}

/// Where a rule is written.
public enum RuleSource: String, CaseIterable, Sendable {
    case generalPracticeFAQ
    case physiotherapySheet
    case publishedElsewhere
    case ourReading

    /// How the source is named to a reader.
    public var title: Bilingual {
        switch self {
        case .generalPracticeFAQ:
            Bilingual(
                da: "læger.dk: Om videokonsultationer til praktiserende læger",
                en: "laeger.dk: On video consultations, for general practitioners")
        case .physiotherapySheet:
            Bilingual(
                da: "Ydelsesbeskrivelse: Individuel videokonsultation, fysioterapi, oktober 2022-niveau",
                en: "Service sheet: Individual video consultation, physiotherapy, level of October 2022")
        case .publishedElsewhere:
            Bilingual(
                da: "Anden offentliggjort dansk side: overenskomsterne og regionernes vejledninger",
                en: "Another published Danish page: the agreements and the regions' guidance")
        case .ourReading:
            Bilingual(
                da: "Vores læsning, hvor kilderne er tavse; spørg regionen i tvivlstilfælde",
                en: "Our reading where the sources are silent; ask the region in doubt")
        }
    }
}
