import ArgumentParser

/// What everybody who talks sends: synthetic Opus and VP8, whose packets are as long as the rates make them.
struct Rates: ParsableArguments {
    @Option(help: "What a voice takes, in kbit/s with RTP's headers.") var voiceKbps = 48
    @Option(help: "Milliseconds of voice in a packet.") var packetMs = 20
    @Option(help: "What a picture takes, in kbit/s with RTP's headers; 0 sends none.") var pictureKbps = 960
    @Option(help: "Frames of a picture in a second.") var frames = 25

    /// A packet of Opus holds 2.5 to 120 ms (RFC 7587 section 4.2), here whole milliseconds of its usual lengths.
    private static let packetTimes = [5, 10, 20, 40, 60, 80, 100, 120]

    func validate() throws {
        guard Self.packetTimes.contains(packetMs) else {
            throw ValidationError(
                "--packet-ms takes one of \(Self.packetTimes.map(String.init).joined(separator: ", ")).")
        }
        guard (1...2_000).contains(voiceKbps), Participant.holdsStamp(soundLength), soundLength <= Self.longest else {
            throw ValidationError("--voice-kbps takes what makes packets of 36 to 1,200 bytes with --packet-ms.")
        }
        guard (1...60).contains(frames), (0...20_000).contains(pictureKbps),
            pictureKbps == 0 || Participant.holdsStamp(frameLength)
        else {
            throw ValidationError("--picture-kbps goes to 20000 and --frames from 1 to 60, with at least 36 bytes a frame.")
        }
    }

    /// What a voice takes with all headers, a quarter more.
    var voiceBps: Int64 { Int64(voiceKbps) * 1_250 }
    var soundEveryUs: Int64 { Int64(packetMs) * 1_000 }
    var frameEveryUs: Int64 { 1_000_000 / Int64(frames) }
    /// Ticks of Opus' clock in a packet of sound (RFC 7587 section 4.1: 48 kHz).
    var soundTicks: UInt32 { UInt32(packetMs) * 48 }
    /// Ticks of a picture's clock in a frame (RFC 7741 section 4.1: 90 kHz).
    var frameTicks: UInt32 { 90_000 / UInt32(frames) }
    /// Bytes of payload in a packet of sound.
    var soundLength: Int { soundBytes - Self.header }
    /// Bytes of payload in a frame.
    var frameLength: Int { frameBytes - Self.packets(of: frameBytes) * Self.header }
    /// Packets that somebody sends in a second.
    var packetsPerSecond: Int { 1_000 / packetMs + (pictureKbps > 0 ? Self.pieces(of: frameLength) * frames : 0) }

    /// Payload that fits into a packet.
    static let longest = 1_200 - header

    private var soundBytes: Int { voiceKbps * packetMs / 8 }
    private var frameBytes: Int { pictureKbps * 125 / frames }
    private static let header = 12

    /// Packets that a payload of so many bytes is sent in.
    static func pieces(of length: Int) -> Int { (length + longest - 1) / longest }

    private static func packets(of bytes: Int) -> Int { (bytes + 1_199) / 1_200 }
}
