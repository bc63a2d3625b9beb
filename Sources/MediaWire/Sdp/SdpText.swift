/// Walks over the lines and words of a session description without copying them.
enum SdpText {
    /// Chromium's offer of fifteen lines with all its codecs has 45 KiB; candidates come on top.
    static let mostBytes = 128 * 1024
    static let mostLines = 4_096
    static let mostMedia = 32
    /// Codecs, extensions, sources or candidates of one media line.
    static let mostEntries = 256

    typealias Bytes = Substring.UTF8View

    /// The lines; CRLF and LF both end one, as RFC 8866 section 5 asks of readers.
    static func lines(_ text: String) throws(OfferRefusal) -> [Bytes] {
        guard text.utf8.count <= mostBytes else { throw .tooLarge }
        let lines = text[...].utf8.split(separator: UInt8(ascii: "\n"), maxSplits: mostLines)
        guard lines.count <= mostLines else { throw .tooMany }
        return lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    /// The words between single characters of `separator`.
    static func words(_ bytes: Bytes, _ separator: Unicode.Scalar = " ", most: Int = mostEntries) -> [Bytes] {
        bytes.split(separator: UInt8(ascii: separator), maxSplits: most)
    }

    /// What stands before and behind the first `separator`; the second is nil where there is none.
    static func halves(_ bytes: Bytes, _ separator: Unicode.Scalar) -> (Bytes, Bytes?) {
        guard let place = bytes.firstIndex(of: UInt8(ascii: separator)) else { return (bytes, nil) }
        return (bytes[..<place], bytes[bytes.index(after: place)...])
    }

    /// The text of a part; what is no UTF-8 does not occur, for it came from a `String`.
    static func string(_ bytes: Bytes) -> String { String(Substring(bytes)) }

    /// A decimal number of digits only; nil for signs, blanks and what does not fit.
    static func number<Number: FixedWidthInteger>(_ bytes: Bytes) -> Number? {
        guard let first = bytes.first, (48...57).contains(first) else { return nil }
        return Number(Substring(bytes))
    }
}
