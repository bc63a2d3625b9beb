import MediaWire

@testable import MediaEngine

/// What a receiver makes of the packets of a picture: frames one after the other, each only when all before it are
/// whole, from a key frame on; and when it can do nothing but ask for another key frame.
struct PictureDecoder {
    private struct Piece {
        let startsKeyFrame: Bool
        let endsFrame: Bool
    }

    private(set) var ssrc: Ssrc?
    private var highest: Int64 = -1
    private var next: Int64?
    private var pieces: [Int64: Piece] = [:]
    private var keyStarts: [Int64] = []
    private var lastFrameUs: Int64 = 0
    private var askedUs = Int64.min / 2

    /// Frames shown, and the longest that the picture stood still.
    private(set) var frames = 0
    private(set) var longestStillUs: Int64 = 0
    /// Key frames asked for.
    private(set) var asked = 0

    /// A browser waits so long for what is missing before it asks for a key frame, and then asks again so often
    /// (Chromium 156).
    private static let patienceUs: Int64 = 3_000_000
    private static let againUs: Int64 = 200_000
    private static let mostPieces = 2_000

    mutating func take(_ sequence: SequenceNumber, _ ssrc: Ssrc, _ payload: UnsafeRawBufferPointer, marker: Bool) {
        self.ssrc = ssrc
        let index = highest < 0 ? 65_536 + Int64(sequence.value) : PacketIndex.estimate(sequence, highest: highest)
        highest = max(highest, index)
        guard index >= next ?? 0 else { return }
        let startsKeyFrame = Vp8Payload(payload)?.startsKeyFrame ?? false
        if startsKeyFrame { keyStarts.append(index) }
        if pieces.count > Self.mostPieces { pieces.removeAll() }
        pieces[index] = Piece(startsKeyFrame: startsKeyFrame, endsFrame: marker)
    }

    /// Shows what is whole; true when a key frame has to be asked for.
    mutating func show(nowUs: Int64) -> Bool {
        guard ssrc != nil else { return false }
        if next == nil { next = keyStarts.min() }
        while let start = next, let end = endOfFrame(from: start) { shown(start...end, nowUs: nowUs) }
        // What is missing stays away: a later key frame that is whole makes it needless.
        for key in keyStarts.sorted() where key > next ?? 0 {
            guard let end = endOfFrame(from: key) else { continue }
            shown(key...end, nowUs: nowUs)
        }
        let isStuck = highest > (next ?? 0) && nowUs - lastFrameUs > Self.patienceUs
        guard isStuck, nowUs - askedUs > Self.againUs else { return false }
        askedUs = nowUs
        asked += 1
        return true
    }

    private func endOfFrame(from start: Int64) -> Int64? {
        var index = start
        while let piece = pieces[index] {
            if piece.endsFrame { return index }
            index += 1
        }
        return nil
    }

    private mutating func shown(_ range: ClosedRange<Int64>, nowUs: Int64) {
        if frames > 0 { longestStillUs = max(longestStillUs, nowUs - lastFrameUs) }
        frames += 1
        lastFrameUs = nowUs
        next = range.upperBound + 1
        for index in range { pieces[index] = nil }
        // What a key frame has jumped over.
        if pieces.count > 100 { pieces = pieces.filter { $0.key > range.upperBound } }
        keyStarts.removeAll { $0 <= range.upperBound }
    }
}
