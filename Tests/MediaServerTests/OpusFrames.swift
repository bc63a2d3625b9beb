/// The frames of an Opus packet as single packets, as a decoder takes it apart (RFC 6716 section 3.2): codes 0 and 3.
enum OpusFrames {
    static func of(_ packet: UnsafeRawBufferPointer) -> [[UInt8]] {
        guard let first = packet.first, first & 3 == 3 else { return [Array(packet)] }
        guard packet.count >= 2 else { return [] }
        let count = Int(packet[1] & 0x3F)
        var at = 2
        var lengths: [Int] = []
        for _ in 1..<max(1, count) {
            guard at + 1 < packet.count else { return [] }
            let isLong = packet[at] >= 252
            lengths.append(Int(packet[at]) + (isLong ? 4 * Int(packet[at + 1]) : 0))
            at += isLong ? 2 : 1
        }
        lengths.append(packet.count - at - lengths.reduce(0, +))
        return lengths.compactMap { length in
            guard length >= 0, at + length <= packet.count else { return nil }
            defer { at += length }
            return [first & ~3] + packet[at..<at + length]
        }
    }
}
