/// Facts objects out of bytes that come in pieces: one object, several one after the other (JSON Lines), or one
/// array of them.
///
/// Only the object at hand is kept, so that a file of any length is read in constant memory. A malformed object is told
/// and stepped over; those after it are still read. So is a byte order mark, which no JSON text may begin with
/// (RFC 8259, section 8.1).
public struct FactsStream: Sendable {
    /// What comes next.
    public enum Item: Sendable {
        case facts(Facts)
        case malformed(MalformedFacts)
        /// Feed more, or say that the end is reached.
        case needsMore
        case finished
    }

    /// An object may be at most this long; a longer one is malformed.
    public static let objectLimit = 1 << 20

    private enum Place { case start, mark, lines, array, afterArray, finished }

    private var buffer: [UInt8] = []
    private var at = 0
    private var place = Place.start
    private var isFirst = true
    private var hasComma = false
    private var ordinal = 0
    private var skip: Skip?
    private var isEnded = false

    public init() {}

    /// Appends what was read.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        if at > 0 {
            buffer.removeFirst(at)
            at = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Nothing more will be fed.
    public mutating func end() { isEnded = true }

    /// The next object; call until it needs more or is finished.
    public mutating func next() -> Item {
        while place != .finished {
            if skip != nil {
                guard stepOver() else { return isEnded ? finish() : .needsMore }
            }
            switch approach() {
            case .value: return read()
            case .needsMore:
                if !isEnded { return .needsMore }
                return finish()
            case .again: continue
            case .malformed(let found, let allowed): return malformed(found, allowed)
            }
        }
        return .finished
    }

    // MARK: Between the objects

    private enum Approach {
        case value, needsMore, again
        case malformed(found: String, allowed: String)
    }

    private mutating func approach() -> Approach {
        while at < buffer.count, buffer[at] == 0x20 || buffer[at] == 0x0A || buffer[at] == 0x0D || buffer[at] == 0x09 {
            at += 1
        }
        guard at < buffer.count else { return .needsMore }
        switch place {
        case .start:
            if buffer[at] == 0xEF {
                at += 1
                place = .mark
                return .malformed(found: "a byte order mark", allowed: "an object or an array")
            }
            place = buffer[at] == 0x5B ? .array : .lines
            if place == .array { at += 1 }
            return .again
        case .mark:
            // The mark is EF BB BF.
            if buffer[at] == 0xBB || buffer[at] == 0xBF { at += 1 } else { place = .start }
            return .again
        case .lines: return .value
        case .array: return approachElement()
        case .afterArray:
            place = .finished
            return .malformed(found: "more after the array", allowed: "nothing")
        case .finished: return .again
        }
    }

    private mutating func approachElement() -> Approach {
        if buffer[at] == 0x5D {
            at += 1
            place = .afterArray
            return hasComma ? .malformed(found: "a comma before ]", allowed: "another object, or no comma") : .again
        }
        if isFirst || hasComma { return .value }
        guard buffer[at] == 0x2C else {
            skip = Skip(isArray: true)
            return .malformed(found: "no comma", allowed: "a comma between objects")
        }
        hasComma = true
        at += 1
        return .again
    }

    private mutating func finish() -> Item {
        let before = place
        place = .finished
        switch before {
        case .array: return malformed("the end", "] at the end of the array")
        case .start: return malformed("nothing", "a facts object or an array of them")
        default: return .finished
        }
    }

    private mutating func malformed(_ found: String, _ allowed: String) -> Item {
        .malformed(MalformedFacts(ordinal: ordinal + 1, path: "", found: found, allowed: allowed))
    }

    // MARK: An object

    private mutating func read() -> Item {
        var reader = JSONReader(buffer, at: at)
        do {
            let facts = try reader.facts()
            at = reader.at
            ordinal += 1
            isFirst = false
            hasComma = false
            return .facts(facts)
        } catch {
            return failed(error)
        }
    }

    private mutating func failed(_ fault: JSONFault) -> Item {
        let isTooLong = buffer.count - at > FactsStream.objectLimit
        if fault.kind == .incomplete, !isEnded, !isTooLong { return .needsMore }
        ordinal += 1
        isFirst = false
        hasComma = false
        let told =
            fault.kind == .incomplete && isTooLong
            ? JSONFault(.meaning, at: at, found: "a longer object", allowed: "at most \(FactsStream.objectLimit) bytes")
            : fault
        let malformed = MalformedFacts(told, in: buffer, from: at, ordinal: ordinal)
        skip = Skip(isArray: place == .array, isBroken: fault.kind != .meaning && place == .lines)
        if !(fault.kind == .incomplete && isEnded) { return .malformed(malformed) }
        place = .finished
        return .malformed(malformed)
    }

    /// False where the end of the buffer was reached first.
    private mutating func stepOver() -> Bool {
        guard var skip else { return true }
        while at < buffer.count {
            switch skip.take(buffer[at]) {
            case .inside: at += 1
            case .last:
                at += 1
                self.skip = nil
                return true
            case .behind:
                self.skip = nil
                return true
            }
        }
        self.skip = skip
        return false
    }
}

/// Steps over a malformed value, to where the next one may begin.
private struct Skip: Sendable {
    enum Step { case inside, last, behind }

    let isArray: Bool
    /// It is not even JSON, and its brackets mean nothing: the next object begins on a line of its own.
    var isBroken = false
    private var depth = 0
    private var inText = false
    private var isEscaped = false
    private var atLineStart = false

    init(isArray: Bool, isBroken: Bool = false) {
        self.isArray = isArray
        self.isBroken = isBroken
    }

    mutating func take(_ byte: UInt8) -> Step {
        if isBroken {
            if atLineStart, byte == 0x7B { return .behind }
            atLineStart = byte == 0x0A
            return .inside
        }
        if inText {
            if isEscaped {
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 || byte == 0x0A {
                // No text of JSON goes over a line's end: a forgotten mark does not swallow what follows.
                inText = false
            }
            return .inside
        }
        switch byte {
        case 0x22: inText = true
        case 0x7B, 0x5B:
            depth += 1
        case 0x7D, 0x5D:
            // A stray bracket is stepped over as well; only the one that closes the array is left for the array.
            if depth == 0 { return isArray && byte == 0x5D ? .behind : .inside }
            depth -= 1
            if depth == 0 { return .last }
        case 0x2C where isArray && depth == 0: return .behind
        case 0x0A where !isArray && depth == 0: return .last
        default: break
        }
        return .inside
    }
}
