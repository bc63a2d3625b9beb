import Kernel

/// What a browser found out about its devices and line.
public struct DeviceTest: Sendable, Hashable, Codable {
    /// The verdict in one word.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        case good, pictureWeak, voiceOnly, telephone
    }

    /// How one device answered.
    public enum Answer: String, Sendable, Hashable, Codable, CaseIterable {
        case ok, none, denied
    }

    public var verdict: Verdict
    public var camera: Answer
    public var microphone: Answer
    /// Measured capacity in kbit/s; nil when it was not measured.
    public var upKbps: Int?
    public var downKbps: Int?
    public var roundTripMs: Int?
    /// Share of packets lost, 0…1.
    public var loss: Double?

    public init(
        verdict: Verdict, camera: Answer, microphone: Answer, upKbps: Int? = nil, downKbps: Int? = nil,
        roundTripMs: Int? = nil, loss: Double? = nil
    ) {
        self.verdict = verdict
        self.camera = camera
        self.microphone = microphone
        self.upKbps = upKbps
        self.downKbps = downKbps
        self.roundTripMs = roundTripMs
        self.loss = loss
    }

    /// Refuses numbers that no line can have.
    public func check() throws(Refusal) {
        for (field, number) in [("upKbps", upKbps), ("downKbps", downKbps), ("roundTripMs", roundTripMs)] {
            if let number, !(0...10_000_000).contains(number) {
                throw Refusal(.invalid, "number-out-of-range", field: field)
            }
        }
        if let loss, !(0...1).contains(loss) { throw Refusal(.invalid, "number-out-of-range", field: "loss") }
    }
}
