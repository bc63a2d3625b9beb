extension JSONReader {
    /// A text between quotation marks, as it lies in the bytes.
    struct RawString {
        let from: Int
        let to: Int
        let hasEscapes: Bool
        let isASCII: Bool
    }

    /// Reads over a string; `at` stands on its opening mark before and behind its closing mark after.
    mutating func rawString() throws(JSONFault) -> RawString {
        let from = at + 1
        var end = from
        var hasEscapes = false
        var high: UInt8 = 0
        while true {
            end = Self.plainEnd(bytes, end, &high)
            guard end < bytes.count else { break }
            switch bytes[end] {
            case 0x22:
                at = end + 1
                return RawString(from: from, to: end, hasEscapes: hasEscapes, isASCII: high < 0x80)
            case 0x5C:
                hasEscapes = true
                end += 2
            default:
                throw JSONFault(.syntax, at: end, found: "a control character", allowed: "an escape such as \\n")
            }
        }
        throw JSONFault(.incomplete, at: at, found: "the end", allowed: "a closing quotation mark")
    }

    /// The first place from `start` of a quotation mark, a backslash or a control character. Most of a file's
    /// bytes pass here,
    /// so the loop does nothing else.
    @inline(__always)
    private static func plainEnd(_ bytes: [UInt8], _ start: Int, _ high: inout UInt8) -> Int {
        var seen: UInt8 = 0
        let end = bytes.withUnsafeBufferPointer { buffer in
            var at = start
            while at < buffer.count {
                let byte = buffer[at]
                if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
                seen |= byte
                at += 1
            }
            return at
        }
        high |= seen
        return end
    }

    /// Any text of at most `limit` bytes.
    mutating func string(limit: Int) throws(JSONFault) -> String {
        skipSpace()
        guard peek == 0x22 else { throw wrong("a text in quotation marks") }
        let start = at
        let raw = try rawString()
        guard raw.to - raw.from <= limit else {
            throw JSONFault(.meaning, at: start, allowed: "at most \(limit) bytes of text")
        }
        if !raw.hasEscapes {
            if raw.isASCII { return String(decoding: bytes[raw.from..<raw.to], as: UTF8.self) }
            guard let text = String(validating: bytes[raw.from..<raw.to], as: UTF8.self) else {
                throw JSONFault(.syntax, at: start, found: "bytes that are no UTF-8", allowed: "UTF-8")
            }
            return text
        }
        guard let text = String(validating: try unescaped(raw), as: UTF8.self) else {
            throw JSONFault(.syntax, at: start, found: "bytes that are no UTF-8", allowed: "UTF-8")
        }
        return text
    }

    private func unescaped(_ raw: RawString) throws(JSONFault) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(raw.to - raw.from)
        var at = raw.from
        while at < raw.to {
            if bytes[at] != 0x5C {
                text.append(bytes[at])
                at += 1
                continue
            }
            // `rawString` has seen a byte after every backslash.
            switch bytes[at + 1] {
            case 0x22, 0x5C, 0x2F: text.append(bytes[at + 1])
            case 0x62: text.append(0x08)
            case 0x66: text.append(0x0C)
            case 0x6E: text.append(0x0A)
            case 0x72: text.append(0x0D)
            case 0x74: text.append(0x09)
            case 0x75:
                let scalar = try scalar(at, raw.to)
                text.append(contentsOf: Character(scalar.value).utf8)
                at += scalar.length
                continue
            default: throw JSONFault(.syntax, at: at, found: "an unknown escape", allowed: "an escape of JSON")
            }
            at += 2
        }
        return text
    }

    /// `\uXXXX`, or two of them for a surrogate pair (RFC 8259, section 7).
    private func scalar(_ at: Int, _ end: Int) throws(JSONFault) -> (value: Unicode.Scalar, length: Int) {
        let fault = JSONFault(
            .syntax, at: at, found: "a broken \\u escape", allowed: "four hexadecimal digits of a character")
        guard let first = hex(at, end) else { throw fault }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard (0xD800..<0xDC00).contains(first), let second = hex(at + 6, end), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault }
        return (scalar, 12)
    }

    private func hex(_ at: Int, _ end: Int) -> UInt32? {
        guard at + 6 <= end, bytes[at] == 0x5C, bytes[at + 1] == 0x75 else { return nil }
        var value: UInt32 = 0
        for index in (at + 2)..<(at + 6) {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
