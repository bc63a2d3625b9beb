extension Instant {
    /// The instant written as RFC 3339, section 5.6, with its offset: `2026-03-04T09:00:00+01:00`. Parts of a
    /// second beyond
    /// milliseconds are dropped. Nil for anything else, a leap second included: our clocks have none.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(rfc3339: bytes, at: 0, length: bytes.count)
    }

    /// The same, in the `length` bytes from `start`.
    public init?(rfc3339 bytes: [UInt8], at start: Int, length: Int) {
        guard start >= 0, length >= 20, length <= 40, start + length <= bytes.count,
            let date = LocalDate(bytes: bytes, at: start, length: 10), bytes[start + 10] | 0x20 == 0x74,
            bytes[start + 13] == 0x3A, bytes[start + 16] == 0x3A, let hour = decimal(bytes, start + 11, 2),
            let minute = decimal(bytes, start + 14, 2), let second = decimal(bytes, start + 17, 2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let end = start + length
        var at = start + 19
        var fraction = 0
        if bytes[at] == 0x2E {
            at += 1
            let first = at
            var weight = 100
            while at < end, bytes[at] &- 0x30 <= 9 {
                fraction += Int(bytes[at] &- 0x30) * weight
                weight /= 10
                at += 1
            }
            guard at > first else { return nil }
        }
        guard let offset = Instant.offsetSeconds(bytes, at: at, end: end) else { return nil }
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
        self.init(ms: seconds * 1_000 + Int64(fraction))
    }

    /// Seconds east of Greenwich, from `Z` or `±HH:MM` which must end exactly at `end`.
    private static func offsetSeconds(_ bytes: [UInt8], at: Int, end: Int) -> Int? {
        guard at < end else { return nil }
        if bytes[at] | 0x20 == 0x7A { return at + 1 == end ? 0 : nil }
        guard bytes[at] == 0x2B || bytes[at] == 0x2D, at + 6 == end, bytes[at + 3] == 0x3A,
            let hours = decimal(bytes, at + 1, 2), let minutes = decimal(bytes, at + 4, 2), hours < 24, minutes < 60
        else { return nil }
        return (bytes[at] == 0x2D ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    /// The instant as RFC 3339 with the offset of `zone`; milliseconds only where there are any.
    public func rfc3339(in zone: CivilZone) -> String {
        let local = zone.local(self)
        let (hour, minute, second) = local.time
        let rest = Int(ms % 1_000 < 0 ? ms % 1_000 + 1_000 : ms % 1_000)
        let offset = zone.offsetSeconds(at: self)
        let east = offset < 0 ? -offset : offset
        return local.date.description + "T" + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
            + (rest == 0 ? "" : "." + padded(rest, 3)) + (offset < 0 ? "-" : "+") + padded(east / 3_600, 2) + ":"
            + padded(east / 60 % 60, 2)
    }
}
