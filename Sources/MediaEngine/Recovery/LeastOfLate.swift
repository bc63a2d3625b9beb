/// The least of what was measured in the last ten to twenty seconds: what a way takes without any queue.
///
/// A way that has become longer for good is no queue, so what was the least longer ago is forgotten.
struct LeastOfLate {
    private var least = Int64.max
    private var before = Int64.max
    private var sinceUs: Int64 = 0

    private static let spanUs: Int64 = 10_000_000

    /// `Int64.max` before the first sample.
    var value: Int64 { min(least, before) }

    mutating func note(_ sample: Int64, nowUs: Int64) {
        if nowUs - sinceUs > Self.spanUs { (before, least, sinceUs) = (least, sample, nowUs) }
        least = min(least, sample)
    }

    mutating func forget() { self = Self() }
}

/// The most of what was measured in the last ten to twenty seconds.
struct MostOfLate {
    private var least = LeastOfLate()

    /// 0 before the first sample.
    var value: Int64 { least.value == .max ? 0 : -least.value }

    mutating func note(_ sample: Int64, nowUs: Int64) { least.note(-sample, nowUs: nowUs) }
}
