/// An amount of Danish money in whole øre; negative for what is owed the other way.
public struct Money: Hashable, Comparable, Sendable, Codable {
    public let ore: Int64

    public init(ore: Int64) { self.ore = ore }

    public init(from decoder: any Decoder) throws { ore = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ore)
    }

    /// Held at the ends of what 64 bits can say: a hostile tariff must not trap.
    public static func + (a: Money, b: Money) -> Money {
        let (sum, overflow) = a.ore.addingReportingOverflow(b.ore)
        return Money(ore: overflow ? (b.ore > 0 ? .max : .min) : sum)
    }

    public static func * (a: Money, count: Int) -> Money {
        let (product, overflow) = a.ore.multipliedReportingOverflow(by: Int64(count))
        return Money(ore: overflow ? ((a.ore > 0) == (count > 0) ? .max : .min) : product)
    }

    public static func < (a: Money, b: Money) -> Bool { a.ore < b.ore }

    /// `1.234,50 kr.`, as Danish writes it.
    public var danish: String { written(thousands: ".", decimals: ",") + " kr." }

    /// `DKK 1,234.50`.
    public var english: String { "DKK " + written(thousands: ",", decimals: ".") }

    private func written(thousands: String, decimals: String) -> String {
        let digits = Array(String(ore.magnitude / 100))
        var text = ore < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += thousands }
            text.append(digit)
        }
        return text + decimals + padded(Int(ore.magnitude % 100), 2)
    }
}
