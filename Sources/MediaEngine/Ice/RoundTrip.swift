/// How long a way there and back takes, by the answers to our checks.
struct RoundTrip {
    /// Smoothed, in microseconds (RFC 6298 section 2); 0 before the first answer.
    private(set) var smoothedUs: Int64 = 0
    /// The mean deviation from it: jitter, which is no queue.
    private var deviationUs: Int64 = 0
    private(set) var lastUs: Int64 = 0
    private var beforeUs: Int64 = 0
    private var least = LeastOfLate()

    /// A longer wait than a line has that is not full.
    private static let queueUs: Int64 = 100_000

    mutating func note(_ sampleUs: Int64, nowUs: Int64) {
        least.note(sampleUs, nowUs: nowUs)
        beforeUs = smoothedUs == 0 ? sampleUs : lastUs
        lastUs = sampleUs
        if smoothedUs == 0 {
            smoothedUs = sampleUs
        } else {
            deviationUs += (abs(sampleUs - smoothedUs) - deviationUs) / 4
            smoothedUs += (sampleUs - smoothedUs) / 8
        }
    }

    /// Whether packets wait in a queue on the way: a full line, as against one that only loses, or on which packets take
    /// now longer and now shorter. One late answer is not enough.
    var isQueueing: Bool {
        least.value != .max && min(lastUs, beforeUs) - least.value > Self.queueUs + min(deviationUs, Self.queueUs)
    }

    /// Another way has a length of its own.
    mutating func changeWay() { least.forget() }
}
