import CNetwork
import MediaEngine
import MediaWire

/// One headless peer: a socket of its own, since the server knows a browser by its address, and what it sends.
final class Participant {
    let peer: ClientPeer
    let descriptor: Int32
    /// When its next sound and its next frame are due; never while it does not send.
    var soundDueUs = Int64.max
    var frameDueUs = Int64.max
    var soundCount: UInt32 = 0
    var frameCount: UInt32 = 0
    /// Called once, when the keys are there (true) or the call has failed.
    var whenConnected: (@Sendable (Bool) -> Void)?
    /// How many others each of its packets is to reach. With more than one its pictures are as large as the server allows
    /// them to be, as a browser's are.
    var hearers = 1
    /// The voices that came, and when each was heard last.
    private(set) var voices: [(ssrc: Ssrc, heardUs: Int64)] = []
    /// Called once, with the moment of the first packet of media.
    var whenHeard: (@Sendable (Int64) -> Void)?

    /// The lines that our pages lay (`call.js`): voice, camera and screen both ways, and six more voices and pictures to come.
    static let lines: [(kind: MediaKind, direction: MediaDirection)] =
        [(.audio, .sendrecv), (.video, .sendrecv), (.video, .sendrecv)]
        + (0..<6).flatMap { _ in [(.audio, .recvonly), (.video, .recvonly)] }

    /// Where a payload carries the moment it was sent: behind what a forwarder reads of it.
    static let stampPlace = 16

    private let rates: Rates

    init(peer: ClientPeer, descriptor: Int32, sending rates: Rates) {
        self.peer = peer
        self.rates = rates
        self.descriptor = descriptor
    }

    deinit { venterum_close(descriptor) }

    /// Begins to send, at a moment of its own within the first frame.
    func startSending(nowUs: Int64) {
        let offset = Int64.random(in: 0..<rates.frameEveryUs)
        soundDueUs = nowUs + offset
        if rates.pictureKbps > 0 { frameDueUs = nowUs + offset }
        peer.keyFrameIsWanted = true
    }

    /// How many voices have come since a moment.
    func voices(sinceUs: Int64) -> Int { voices.count { $0.heardUs >= sinceUs } }

    /// A packet of a voice has come.
    func noteVoice(_ ssrc: Ssrc, cameUs: Int64) {
        // A few at most, so that looking through them all is quicker than hashing.
        if let place = voices.firstIndex(where: { $0.ssrc == ssrc }) {
            voices[place].heardUs = cameUs
        } else {
            voices.append((ssrc, cameUs))
        }
    }

    func stopSending() {
        soundDueUs = .max
        frameDueUs = .max
    }

    /// Sends what is due; answers how many packets.
    func sendDue(nowUs: Int64) -> Int {
        var count = 0
        // The picture first, as the other load has it (bench/media/pion).
        if nowUs >= frameDueUs {
            frameDueUs += rates.frameEveryUs
            count += sendFrame()
        }
        if nowUs >= soundDueUs {
            soundDueUs += rates.soundEveryUs
            soundCount &+= 1
            peer.send(line: 0, marker: soundCount == 1, timestamp: soundCount &* rates.soundTicks) { payload in
                // A mode of Opus (RFC 6716 section 3.1) and a count of one; the rest is never decoded.
                payload[0] = 0x78
                Self.stamp(payload)
                return rates.soundLength
            }
            count += 1
        }
        return count
    }

    /// Sends one frame; answers how many packets it took.
    private func sendFrame() -> Int {
        frameCount &+= 1
        let isKey = peer.keyFrameIsWanted
        peer.keyFrameIsWanted = false
        let number = UInt16(truncatingIfNeeded: frameCount) | 0x8000
        let bytes = bytesOfFrame
        let pieces = Rates.pieces(of: bytes)
        for piece in 0..<pieces {
            peer.send(line: 1, marker: piece == pieces - 1, timestamp: frameCount &* rates.frameTicks) { payload in
                // The payload descriptor of VP8 with a picture id (RFC 7741), then the frame's tag and a size of 640
                // x 480.
                let head: [UInt8] = [
                    piece == 0 ? 0x90 : 0x80, 0x80, UInt8(truncatingIfNeeded: number >> 8),
                    UInt8(truncatingIfNeeded: number), isKey ? 0x10 : 0x11, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0,
                    0x01,
                ]
                payload.copyBytes(from: head)
                Self.stamp(payload)
                return bytes / pieces
            }
        }
        return pieces
    }

    /// All of its packets, or what the server's bound leaves beside the voice.
    private var bytesOfFrame: Int {
        let all = rates.frameLength
        guard hearers > 1, let bound = peer.boundBps else { return all }
        let forPicture = Int64(clamping: bound) - rates.voiceBps
        return Int(min(Int64(all), max(Int64(Self.leastFrame), forPicture * rates.frameEveryUs / 8_000_000)))
    }

    /// Holds what a payload carries beside its filling.
    private static let leastFrame = 200

    /// Whether a payload of so many bytes can carry the moment.
    static func holdsStamp(_ length: Int) -> Bool { length >= stampPlace + 8 }

    /// Writes the moment itself: a turn of the herd lasts, and its beginning would count the load's own work as delay.
    private static func stamp(_ payload: UnsafeMutableRawBufferPointer) {
        guard holdsStamp(payload.count) else { return }
        payload.storeBytes(of: venterum_now_us(), toByteOffset: stampPlace, as: Int64.self)
    }

    /// The moment that a payload says it was sent; nil for a short one, which is none of ours.
    static func stamp(in payload: UnsafeRawBufferPointer) -> Int64? {
        holdsStamp(payload.count) ? payload.loadUnaligned(fromByteOffset: stampPlace, as: Int64.self) : nil
    }
}
