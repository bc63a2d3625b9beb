/// A sentence in both languages of the clinic. Danish is the first; neither is a translation machine's.
public struct Bilingual: Hashable, Sendable, Codable {
    public let da: String
    public let en: String

    public init(da: String, en: String) {
        self.da = da
        self.en = en
    }

    public func text(_ language: Language) -> String { language == .danish ? da : en }
}

/// The languages in which a proposal can be read.
public enum Language: String, CaseIterable, Sendable, Codable {
    case danish = "da"
    case english = "en"
}
