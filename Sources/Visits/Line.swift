import Kernel

/// The server's view of one peer's line in the last second; nil is "not known yet".
public struct LineReport: Sendable, Hashable, Codable {
    /// Whether packets come at all.
    public enum Path: String, Sendable, Hashable, Codable { case ok, lost }

    public var roundTripMs: Int?
    /// Share of packets lost on the way to the server, 0…1.
    public var lossUp: Double?
    /// Share of packets lost on the way to the browser, 0…1.
    public var lossDown: Double?
    /// Mean deviation of the time between packets of sound, on the way to the server and to the browser.
    public var jitterMs: Int?
    public var jitterDownMs: Int?
    /// The longest run of packets lost one after the other, in packets.
    public var burstUp: Int?
    public var burstDown: Int?
    /// What flowed to the server.
    public var upKbps: Int?
    /// What the line to the browser is thought to carry, and what flowed on it.
    public var downKbps: Int?
    public var downFlowKbps: Int?
    public var path: Path
    /// What the browser says of it; nil where it has nothing to say, which a good line has not.
    public var seen: SeenLine?

    public init(
        roundTripMs: Int? = nil, lossUp: Double? = nil, lossDown: Double? = nil, jitterMs: Int? = nil,
        upKbps: Int? = nil, downKbps: Int? = nil, path: Path = .ok, jitterDownMs: Int? = nil, burstUp: Int? = nil,
        burstDown: Int? = nil, downFlowKbps: Int? = nil
    ) {
        self.roundTripMs = roundTripMs
        self.lossUp = lossUp
        self.lossDown = lossDown
        self.jitterMs = jitterMs
        self.upKbps = upKbps
        self.downKbps = downKbps
        self.path = path
        self.jitterDownMs = jitterDownMs
        self.burstUp = burstUp
        self.burstDown = burstDown
        self.downFlowKbps = downFlowKbps
    }
}

/// What a line is good for, best first.
public enum LineVerdict: String, Sendable, Hashable, Codable, CaseIterable {
    case good, pictureWeak, voiceOnly, bad, lost

    /// The limits: above 2 % loss or 300 ms a picture stutters; above 8 % or 600 ms, or under 150 kbit/s down, only
    /// voice is left; above 20 % or 1,200 ms voice itself breaks up (ITU-T G.114 puts speech at 400 ms one way).
    public init(_ line: LineReport) {
        guard line.path == .ok else {
            self = .lost
            return
        }
        let loss = max(line.lossUp ?? 0, line.lossDown ?? 0)
        let trip = line.roundTripMs ?? 0
        // An idle path shows small rates although it could carry more, so only an estimate of capacity counts.
        let capacity = line.downKbps ?? .max
        // Whatever was repaired on the way: sound that had to be made up was not heard.
        let concealed = line.seen?.concealed ?? 0
        if loss > 0.20 || trip > 1_200 || concealed > 0.20 {
            self = .bad
        } else if loss > 0.08 || trip > 600 || capacity < 150 || concealed > 0.08 {
            self = .voiceOnly
        } else if loss > 0.02 || trip > 300 || capacity < 350 || (line.seen?.frozenMs ?? 0) > 500 {
            self = .pictureWeak
        } else {
            self = .good
        }
    }
}

/// A line over some time, for the facts sheet and the statistics.
public struct LineSummary: Sendable, Hashable, Codable {
    /// Number of one-second reports behind the figures.
    public var seconds: Int
    public var roundTripMs: Int?
    public var lossUp: Double?
    public var lossDown: Double?
    /// Seconds under each verdict, by its word.
    public var verdicts: [String: Int]
    /// Milliseconds of sound that were made up and of picture that stood still, as the browser saw it; nil for none.
    public var concealedMs: Int?
    public var frozenMs: Int?

    public init(
        seconds: Int = 0, roundTripMs: Int? = nil, lossUp: Double? = nil, lossDown: Double? = nil,
        verdicts: [String: Int] = [:]
    ) {
        self.seconds = seconds
        self.roundTripMs = roundTripMs
        self.lossUp = lossUp
        self.lossDown = lossDown
        self.verdicts = verdicts
    }

    /// Takes one more second into the averages, under the verdict that stood for it.
    public mutating func add(_ line: LineReport, verdict: LineVerdict) {
        let n = Double(seconds)
        func mean(_ old: Double?, _ new: Double?) -> Double? {
            guard let new else { return old }
            guard let old else { return new }
            return (old * n + new) / (n + 1)
        }
        roundTripMs = mean(roundTripMs.map(Double.init), line.roundTripMs.map(Double.init)).map { Int($0.rounded()) }
        lossUp = mean(lossUp, line.lossUp)
        lossDown = mean(lossDown, line.lossDown)
        verdicts[verdict.rawValue, default: 0] += 1
        if let seen = line.seen {
            concealedMs = (concealedMs ?? 0) + Int((seen.concealed * 1_000).rounded())
            frozenMs = (frozenMs ?? 0) + seen.frozenMs
        }
        seconds += 1
    }

    /// Joins two stretches, each weighing by its seconds.
    public func joined(_ other: LineSummary) -> LineSummary {
        func mean(_ a: Double?, _ b: Double?) -> Double? {
            guard let a else { return b }
            guard let b else { return a }
            let all = Double(seconds + other.seconds)
            return all == 0 ? a : (a * Double(seconds) + b * Double(other.seconds)) / all
        }
        func sum(_ a: Int?, _ b: Int?) -> Int? { a == nil && b == nil ? nil : (a ?? 0) + (b ?? 0) }
        var both = LineSummary(
            seconds: seconds + other.seconds,
            roundTripMs: mean(roundTripMs.map(Double.init), other.roundTripMs.map(Double.init))
                .map { Int($0.rounded()) },
            lossUp: mean(lossUp, other.lossUp), lossDown: mean(lossDown, other.lossDown),
            verdicts: verdicts.merging(other.verdicts, uniquingKeysWith: +))
        both.concealedMs = sum(concealedMs, other.concealedMs)
        both.frozenMs = sum(frozenMs, other.frozenMs)
        return both
    }
}
