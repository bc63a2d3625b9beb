/// One metric with all its samples, as Prometheus reads it. The labels are of our own making and few: nothing of a
/// person, and nothing that a stranger chooses.
public struct MetricFamily: Sendable {
    public enum Kind: String, Sendable {
        /// Only grows, until the process ends.
        case counter
        /// A value of this moment.
        case gauge
    }

    /// A value, and what tells it from others of its family.
    public struct Sample: Sendable {
        public let labels: [(name: String, value: String)]
        public let value: Double

        public init(_ labels: [(name: String, value: String)] = [], _ value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    public let name: String
    public let kind: Kind
    /// Meaning and unit, in a sentence.
    public let help: String
    public let samples: [Sample]

    public init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// One value without labels.
    public init(_ name: String, _ kind: Kind, _ help: String, _ value: UInt64) {
        self.init(name, kind, help, [Sample([], Double(value))])
    }
}

/// The text exposition format 0.0.4 of Prometheus.
enum Exposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ families: [MetricFamily]) -> String {
        families.map { family in
            let help = escaped(family.help, quotes: false)
            let head = "# HELP \(family.name) \(help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            return family.samples.reduce(into: head) { $0 += line(family.name, $1) }
        }.joined()
    }

    private static func line(_ name: String, _ sample: MetricFamily.Sample) -> String {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        return name + (labels.isEmpty ? "" : "{\(labels)}") + " \(number(sample.value))\n"
    }

    /// Whole numbers without a point: sums of packets stay readable.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
    }
}
