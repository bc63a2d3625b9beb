import Kernel

/// A strict reader of JSON (RFC 8259) that goes straight from bytes to values, without a tree between.
///
/// Written here because a region re-settles ten million visits in one stream: `JSONDecoder` is some thirty
/// times too slow, names
/// no path in our words, and lets unknown and doubled fields pass. Every access is bounds-checked; no input can trap.
struct JSONReader {
    let bytes: [UInt8]
    var at: Int

    init(_ bytes: [UInt8], at start: Int = 0) {
        self.bytes = bytes
        at = start
    }

    /// The byte at hand; nil at the end.
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    @inline(__always)
    mutating func skipSpace() {
        while at < bytes.count {
            let byte = bytes[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    /// The byte that begins a value, after blanks.
    @inline(__always)
    private mutating func start() throws(JSONFault) -> UInt8 {
        skipSpace()
        guard at < bytes.count else { throw JSONFault(.incomplete, at: at, found: "the end", allowed: "a value") }
        return bytes[at]
    }

    func wrong(_ allowed: String) -> JSONFault {
        guard at < bytes.count else { return JSONFault(.incomplete, at: at, found: "the end", allowed: allowed) }
        let byte = bytes[at]
        let beginsValue =
            byte == 0x22 || byte == 0x7B || byte == 0x5B || byte == 0x2D || byte &- 0x30 <= 9
            || byte == 0x74 || byte == 0x66 || byte == 0x6E
        return JSONFault(beginsValue ? .meaning : .syntax, at: at, allowed: allowed)
    }

    // MARK: Objects and arrays

    /// Where the object began, to name what is missing in it.
    mutating func openObject() throws(JSONFault) -> Int {
        guard try start() == 0x7B else { throw wrong("an object") }
        at += 1
        return at
    }

    /// The next field of an object, with the reader before its value; nil after the last. `seen` holds a bit
    /// for each field.
    mutating func nextField<Word>(
        _ table: WordTable<Word>, _ seen: inout UInt32
    ) throws(JSONFault) -> Word? {
        guard try nextItem(closing: 0x7D, isFirst: seen & 0x8000_0000 == 0) else { return nil }
        seen |= 0x8000_0000
        guard bytes[at] == 0x22 else { throw JSONFault(.syntax, at: at, allowed: "a field name in quotation marks") }
        let key = at
        let name = try rawString()
        guard !name.hasEscapes, let (word, index) = table.find(bytes, name.from, name.to) else {
            let text = String(decoding: bytes[name.from..<name.to], as: UTF8.self)
            throw JSONFault(.meaning, at: key, child: text, found: "an unknown field", allowed: table.list)
        }
        let bit = UInt32(1) << UInt32(index)
        guard seen & bit == 0 else {
            throw JSONFault(.meaning, at: key, child: word.rawValue, found: "the field twice", allowed: "once")
        }
        seen |= bit
        guard try start() == 0x3A else { throw JSONFault(.syntax, at: at, allowed: "a colon") }
        at += 1
        _ = try start()
        return word
    }

    mutating func openArray() throws(JSONFault) {
        guard try start() == 0x5B else { throw wrong("an array") }
        at += 1
    }

    /// True with the reader before the next element; false after the last.
    mutating func nextElement(isFirst: Bool) throws(JSONFault) -> Bool { try nextItem(closing: 0x5D, isFirst: isFirst) }

    private mutating func nextItem(closing: UInt8, isFirst: Bool) throws(JSONFault) -> Bool {
        let byte = try start()
        if byte == closing {
            at += 1
            return false
        }
        if isFirst { return true }
        guard byte == 0x2C else {
            throw JSONFault(.syntax, at: at, allowed: closing == 0x7D ? "a comma or }" : "a comma or ]")
        }
        at += 1
        if try start() == closing { throw JSONFault(.syntax, at: at, allowed: "another item after the comma") }
        return true
    }

    // MARK: Values

    /// Takes `null`, if that is what stands here.
    mutating func takeNull() throws(JSONFault) -> Bool {
        guard try start() == 0x6E else { return false }
        try literal("null")
        return true
    }

    mutating func bool() throws(JSONFault) -> Bool {
        switch try start() {
        case 0x74:
            try literal("true")
            return true
        case 0x66:
            try literal("false")
            return false
        default: throw wrong("true or false")
        }
    }

    private mutating func literal(_ word: StaticString) throws(JSONFault) {
        let count = word.utf8CodeUnitCount
        guard at + count <= bytes.count else {
            throw JSONFault(.incomplete, at: at, allowed: "true, false or null")
        }
        let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[at..<(at + count)]) }
        guard matches else { throw JSONFault(.syntax, at: at, allowed: "true, false or null") }
        at += count
    }

    /// A whole number within `range`, written without a fraction or exponent.
    mutating func integer(_ range: ClosedRange<Int>) throws(JSONFault) -> Int {
        _ = try start()
        let allowed =
            range.count == 2
            ? "\(range.lowerBound) or \(range.upperBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let first = at
        var end = at
        var value = 0
        let isNegative = bytes[at] == 0x2D
        if isNegative { end += 1 }
        let digits = end
        while end < bytes.count, bytes[end] &- 0x30 <= 9 {
            // More digits than any number here may have are only walked over.
            if end - digits < 10 { value = value * 10 + Int(bytes[end] &- 0x30) }
            end += 1
        }
        guard end < bytes.count else { throw JSONFault(.incomplete, at: first, allowed: allowed) }
        guard end > digits else { throw wrong(allowed) }
        let next = bytes[end]
        let isWhole = next != 0x2E && next | 0x20 != 0x65 && (end - digits == 1 || bytes[digits] != 0x30)
        guard isWhole, !isNegative, end - digits < 10, range.contains(value) else { throw wrong(allowed) }
        at = end
        return value
    }

    mutating func word<Word>(_ table: WordTable<Word>) throws(JSONFault) -> Word {
        guard try start() == 0x22 else { throw wrong(table.list) }
        let value = at
        let text = try rawString()
        guard !text.hasEscapes, let found = table.find(bytes, text.from, text.to) else {
            throw JSONFault(.meaning, at: value, allowed: table.list)
        }
        return found.word
    }

    mutating func instant() throws(JSONFault) -> Instant {
        let allowed = "an instant as 2026-03-04T09:00:00+01:00 (RFC 3339)"
        guard try start() == 0x22 else { throw wrong(allowed) }
        let value = at
        let text = try rawString()
        guard let instant = Instant(rfc3339: bytes, at: text.from, length: text.to - text.from) else {
            throw JSONFault(.meaning, at: value, allowed: allowed)
        }
        return instant
    }

    mutating func date() throws(JSONFault) -> LocalDate {
        let allowed = "a date as 2026-03-04"
        guard try start() == 0x22 else { throw wrong(allowed) }
        let value = at
        let text = try rawString()
        guard let date = LocalDate(bytes: bytes, at: text.from, length: text.to - text.from) else {
            throw JSONFault(.meaning, at: value, allowed: allowed)
        }
        return date
    }

    /// Exactly `count` decimal digits in quotation marks: numbers with leading zeros are names, not quantities.
    mutating func digits(_ count: Int, _ example: StaticString) throws(JSONFault) -> String {
        func fault(_ offset: Int) -> JSONFault {
            JSONFault(.meaning, at: offset, allowed: "\(count) digits in quotation marks, as \"\(example)\"")
        }
        guard try start() == 0x22 else { throw fault(at) }
        let value = at
        let text = try rawString()
        guard text.to - text.from == count, decimalDigits(text.from, text.to) else { throw fault(value) }
        return String(decoding: bytes[text.from..<text.to], as: UTF8.self)
    }

    private func decimalDigits(_ from: Int, _ to: Int) -> Bool {
        for index in from..<to where bytes[index] &- 0x30 > 9 { return false }
        return true
    }
}
