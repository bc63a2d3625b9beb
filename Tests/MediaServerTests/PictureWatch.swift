import MediaWire

/// What one hearer saw of each other's picture: which layers, and whether the stream went on unbroken.
struct PictureWatch {
    /// Whole frames by sender and layer.
    private(set) var frames: [Int: [Int: Int]] = [:]
    private(set) var keyFrames = 0
    /// Packets out of their order, and frames whose time did not go on; none on a clean line.
    private(set) var breaks = 0
    /// When a frame was last complete.
    private(set) var lastUs: Int64 = 0
    /// The longest time between two complete frames since it was last set to zero.
    var longestPauseUs: Int64 = 0

    private var last: [Ssrc: (sequence: SequenceNumber, timestamp: RtpTimestamp)] = [:]

    mutating func note(_ header: RtpHeader, _ payload: UnsafeRawBufferPointer, nowUs: Int64) {
        guard payload.count >= 4 else { return }
        let startsFrame = payload[0] & 0x10 != 0
        if startsFrame, payload[1] & 1 == 0 { keyFrames += 1 }
        if let (sequence, timestamp) = last[header.ssrc] {
            let isNewFrame = header.timestamp != timestamp
            if header.sequence != sequence.next || isNewFrame != startsFrame { breaks += 1 }
            if isNewFrame, header.timestamp.distance(from: timestamp) <= 0 { breaks += 1 }
        }
        last[header.ssrc] = (header.sequence, header.timestamp)
        guard header.marker else { return }
        frames[Int(payload[3]), default: [:]][Int(payload[2]), default: 0] += 1
        if lastUs > 0 { longestPauseUs = max(longestPauseUs, nowUs - lastUs) }
        lastUs = nowUs
    }

    /// Frames of a layer of a sender, and forgets them.
    mutating func take(from sender: Int, layer: Int) -> Int {
        defer { frames[sender]?[layer] = 0 }
        return frames[sender]?[layer] ?? 0
    }
}
