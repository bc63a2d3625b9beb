/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Pure code never asks what time it is; the moment is an argument. Differences of instants are durations,
/// so twenty minutes stay twenty across a change of the clocks.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since the epoch; what the databases and the pages carry.
    public let ms: Int64

    public init(ms: Int64) { self.ms = ms }

    public init(from decoder: any Decoder) throws { ms = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ms)
    }

    /// Seconds since the epoch, the begun one not counted, before the epoch as well.
    public var wholeSeconds: Int64 { ms / 1_000 - (ms % 1_000 < 0 ? 1 : 0) }

    public static func < (a: Instant, b: Instant) -> Bool { a.ms < b.ms }

    /// The instant `span` later, held at the ends of what 64 bits can say: a hostile number must not trap.
    public static func + (instant: Instant, span: Milliseconds) -> Instant {
        let (sum, overflow) = instant.ms.addingReportingOverflow(span.count)
        return Instant(ms: overflow ? (span.count > 0 ? .max : .min) : sum)
    }

    public static func - (instant: Instant, span: Milliseconds) -> Instant {
        let (rest, overflow) = instant.ms.subtractingReportingOverflow(span.count)
        return Instant(ms: overflow ? (span.count > 0 ? .min : .max) : rest)
    }

    public static func - (later: Instant, earlier: Instant) -> Milliseconds {
        let (rest, overflow) = later.ms.subtractingReportingOverflow(earlier.ms)
        return Milliseconds(overflow ? (later > earlier ? .max : .min) : rest)
    }
}

/// A span of time in whole milliseconds; negative when it points backwards.
public struct Milliseconds: Hashable, Comparable, Sendable, Codable {
    public let count: Int64

    public init(_ count: Int64) { self.count = count }

    public init(from decoder: any Decoder) throws { count = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    public static func < (a: Milliseconds, b: Milliseconds) -> Bool { a.count < b.count }

    /// Held at the ends of what 64 bits can say.
    public static func + (a: Milliseconds, b: Milliseconds) -> Milliseconds {
        let (sum, overflow) = a.count.addingReportingOverflow(b.count)
        return Milliseconds(overflow ? (b.count > 0 ? .max : .min) : sum)
    }

    /// Whole units, held at the ends of what 64 bits can say.
    public static func seconds(_ count: Int64) -> Milliseconds { scaled(count, 1_000) }
    public static func minutes(_ count: Int64) -> Milliseconds { scaled(count, 60_000) }
    public static func hours(_ count: Int64) -> Milliseconds { scaled(count, 3_600_000) }
    public static func days(_ count: Int64) -> Milliseconds { scaled(count, 86_400_000) }

    /// Completed seconds and minutes; the rest is dropped.
    public var seconds: Int64 { count / 1_000 }
    public var minutes: Int64 { count / 60_000 }

    private static func scaled(_ count: Int64, _ unit: Int64) -> Milliseconds {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return Milliseconds(overflow ? (count > 0 ? .max : .min) : product)
    }
}
