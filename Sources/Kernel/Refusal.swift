/// An expected "no": something the user asked for that cannot be done, and why.
///
/// The word names the reason, in kebab case (`taken-by-another`); the language files hold the sentence for it under
/// `refusal.<word>`, with `{name}` places that `details` fills. A refusal is neither a failure (the world broke) nor
/// a bug.
public struct Refusal: Error, Hashable, Sendable {
    /// What kind of no, for the status that a protocol gives it.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// What was entered cannot be understood or is not allowed; `field` says where.
        case invalid
        /// Nobody is signed in, or the key or link is not known.
        case unknownCaller
        /// The caller is known, and may not.
        case forbidden
        /// There is no such thing, or none that this caller may know of.
        case notFound
        /// The state of things does not allow it now; somebody else may have been first.
        case conflict
        /// Too many attempts; later.
        case tooMany
    }

    public let kind: Kind
    public let word: String
    /// The field that was entered wrongly, by its name in the form or JSON, where there is one.
    public let field: String?
    public let details: [String: String]

    public init(_ kind: Kind, _ word: String, field: String? = nil, details: [String: String] = [:]) {
        self.kind = kind
        self.word = word
        self.field = field
        self.details = details
    }
}
