/// Why a zone file cannot be used.
public enum ZoneFileFault: Error, Hashable, Sendable {
    /// The bytes are no TZif file of version 2 or later, as RFC 8536 describes it; the text says what was wrong.
    case unreadable(String)
}

extension CivilZone {
    /// Reads a zone file of the tz database (TZif, RFC 8536, version 2 or later; its 64-bit part and its footer).
    public init(tzif bytes: [UInt8]) throws(ZoneFileFault) {
        let first = try TZifHeader(bytes, at: 0)
        guard first.version >= 0x32 else { throw .unreadable("version 1 has no 64-bit times") }
        let start = TZifHeader.length + first.bodyLength(timeLength: 4)
        let header = try TZifHeader(bytes, at: start)
        let times = start + TZifHeader.length
        let kinds = times + header.times * 8
        let types = kinds + header.times
        let end = start + TZifHeader.length + header.bodyLength(timeLength: 8)
        guard end <= bytes.count, header.types > 0 else { throw .unreadable("it ends too early") }
        var changes: [Int64] = []
        var offsets: [Int32] = []
        for index in 0..<header.times {
            let kind = Int(bytes[kinds + index])
            guard kind < header.types else { throw .unreadable("a change names a local time type that is not there") }
            let change = Int64(bitPattern: bigEndian(bytes, times + index * 8, 8))
            if let last = changes.last, change <= last { throw .unreadable("its changes are not in order") }
            changes.append(change)
            offsets.append(Int32(truncatingIfNeeded: bigEndian(bytes, types + kind * 6, 4)))
        }
        self.changes = changes
        self.offsets = offsets
        firstOffset = Int32(truncatingIfNeeded: bigEndian(bytes, types, 4))
        rule = try CivilZone.footer(bytes, from: end)
    }

    /// The TZ string between two newlines; empty means that the last offset holds for ever.
    private static func footer(_ bytes: [UInt8], from start: Int) throws(ZoneFileFault) -> PosixZoneRule? {
        guard start < bytes.count, bytes[start] == 0x0A, let close = bytes[(start + 1)...].firstIndex(of: 0x0A) else {
            throw .unreadable("its footer is missing")
        }
        let text = String(decoding: bytes[(start + 1)..<close], as: UTF8.self)
        if text.isEmpty { return nil }
        guard let rule = PosixZoneRule(text) else { throw .unreadable("its footer \"\(text)\" is not understood") }
        return rule
    }
}

/// The 44 bytes before each part of a zone file.
private struct TZifHeader {
    static let length = 44

    let version: UInt8
    let utcMarks: Int
    let standardMarks: Int
    let leaps: Int
    let times: Int
    let types: Int
    let letters: Int

    init(_ bytes: [UInt8], at start: Int) throws(ZoneFileFault) {
        guard start >= 0, start + TZifHeader.length <= bytes.count,
            Array(bytes[start..<(start + 4)]) == [0x54, 0x5A, 0x69, 0x66]
        else { throw .unreadable("it does not begin with TZif") }
        version = bytes[start + 4]
        func count(_ index: Int) -> Int { Int(bigEndian(bytes, start + 20 + index * 4, 4)) }
        (utcMarks, standardMarks, leaps, times, types, letters) = (
            count(0), count(1), count(2), count(3), count(4), count(5)
        )
    }

    /// Counts are at most 32 bits each, so that the sum cannot overflow 64.
    func bodyLength(timeLength: Int) -> Int {
        times * timeLength + times + types * 6 + letters + leaps * (timeLength + 4) + standardMarks + utcMarks
    }
}

private func bigEndian(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<(start + count) { value = value << 8 | UInt64(bytes[index]) }
    return value
}
