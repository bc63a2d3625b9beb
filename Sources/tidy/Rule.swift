/// One thing that the project holds itself to.
protocol Rule: Sendable {
    /// A word that names the rule in a finding.
    var name: String { get }
    /// Every place where the tree breaks the rule.
    func findings(in tree: Tree) -> [Finding]
}

/// A place that breaks a rule.
struct Finding: Comparable, CustomStringConvertible {
    var path: String
    /// Counted from 1.
    var line: Int
    var rule: String
    var sentence: String

    var description: String { "\(path):\(line): \(rule): \(sentence)" }

    static func < (one: Finding, other: Finding) -> Bool {
        (one.path, one.line, one.rule) < (other.path, other.line, other.rule)
    }
}
