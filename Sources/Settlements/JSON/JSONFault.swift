/// Why bytes are not the facts of a visit: where, what was found, and what is allowed.
public struct JSONFault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The bytes ended within a value; more may follow.
        case incomplete
        /// It is not JSON.
        case syntax
        /// It is JSON, but not what the interface describes.
        case meaning
    }

    public let kind: Kind
    /// Where, as an index among the bytes.
    public let offset: Int
    /// A field below that place: one that is missing, or not known.
    let child: String?
    /// What was found; nil means the value at `offset`.
    let found: String?
    /// What is allowed.
    public let allowed: String

    init(_ kind: Kind, at offset: Int, child: String? = nil, found: String? = nil, allowed: String) {
        self.kind = kind
        self.offset = offset
        self.child = child
        self.found = found
        self.allowed = allowed
    }
}

/// A fault as it is told: `booking.start: found "tomorrow", allowed: …`.
public struct MalformedFacts: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which object of the input, from 1.
    public let ordinal: Int
    /// The JSON path within the object; empty for the object itself.
    public let path: String
    public let found: String
    public let allowed: String

    public init(ordinal: Int, path: String, found: String, allowed: String) {
        self.ordinal = ordinal
        self.path = path
        self.found = found
        self.allowed = allowed
    }

    init(_ fault: JSONFault, in bytes: [UInt8], from start: Int, ordinal: Int) {
        var path = JSONPath.of(fault.offset, in: bytes, from: start)
        if let child = fault.child { path = path.isEmpty ? child : path + "." + child }
        self.init(
            ordinal: ordinal, path: path, found: fault.found ?? MalformedFacts.excerpt(bytes, fault.offset),
            allowed: fault.allowed)
    }

    public var description: String { "\(path.isEmpty ? "the object" : path): found \(found), allowed: \(allowed)" }

    /// The value that begins at `offset`, shortened: what was typed helps to find it, a page of it does not.
    private static func excerpt(_ bytes: [UInt8], _ offset: Int) -> String {
        guard offset < bytes.count else { return "the end" }
        var end = offset
        let isText = bytes[offset] == 0x22
        while end < bytes.count, end - offset < 40 {
            let byte = bytes[end]
            if isText, end > offset, byte == 0x22 {
                end += 1
                break
            }
            if byte < 0x20
                || (!isText && end > offset && (byte == 0x2C || byte == 0x5D || byte == 0x7D || byte == 0x20))
            {
                break
            }
            end += 1
        }
        if bytes[offset] == 0x7B { return "an object" }
        if bytes[offset] == 0x5B { return "an array" }
        let text = String(decoding: bytes[offset..<end], as: UTF8.self)
        return text.isEmpty ? "a control character" : end - offset >= 40 ? text + "…" : text
    }
}

/// Finds the JSON path of a place by walking to it again: reading pays nothing for paths until there is a fault.
enum JSONPath {
    static func of(_ offset: Int, in bytes: [UInt8], from start: Int) -> String {
        var steps: [Step] = []
        var at = start
        var isKey = false
        while at < min(offset, bytes.count) {
            switch bytes[at] {
            case 0x7B:
                steps.append(.field(nil))
                isKey = true
            case 0x5B:
                steps.append(.element(0))
                isKey = false
            case 0x7D, 0x5D:
                _ = steps.popLast()
                isKey = false
            case 0x3A: isKey = false
            case 0x2C: isKey = next(&steps)
            case 0x22:
                let close = end(of: at, bytes)
                if isKey, close < offset, !steps.isEmpty {
                    steps[steps.count - 1] = .field(String(decoding: bytes[(at + 1)..<close], as: UTF8.self))
                }
                at = close
            default: break
            }
            at += 1
        }
        return written(steps)
    }

    private enum Step {
        case field(String?)
        case element(Int)
    }

    /// After a comma: the next field of an object, or the next element of an array.
    private static func next(_ steps: inout [Step]) -> Bool {
        guard let last = steps.last else { return false }
        switch last {
        case .field:
            steps[steps.count - 1] = .field(nil)
            return true
        case .element(let index):
            steps[steps.count - 1] = .element(index + 1)
            return false
        }
    }

    private static func end(of quote: Int, _ bytes: [UInt8]) -> Int {
        var at = quote + 1
        while at < bytes.count, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
        return min(at, bytes.count)
    }

    private static func written(_ steps: [Step]) -> String {
        var path = ""
        for step in steps {
            switch step {
            case .field(let name?): path += path.isEmpty ? name : "." + name
            case .field(nil): break
            case .element(let index): path += "[\(index)]"
            }
        }
        return path
    }
}
