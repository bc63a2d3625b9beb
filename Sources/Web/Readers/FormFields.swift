import Foundation

/// The fields of a form (WHATWG URL, section 5.1), each with all its values.
struct FormFields: Sendable {
    /// No page of ours has as many.
    static let most = 500

    let values: [String: [String]]

    init(_ text: String) {
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&").prefix(Self.most) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decoded) else { continue }
            values[name, default: []].append(parts.count > 1 ? Self.decoded(parts[1]) ?? "" : "")
        }
        self.values = values
    }

    func field(_ name: String) -> String? { values[name]?.first }

    private static func decoded(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}
