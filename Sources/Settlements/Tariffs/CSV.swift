/// Comma-separated values (RFC 4180), with a semicolon where the header has one: that is what Danish
/// spreadsheets write.
enum CSV {
    struct Record {
        /// Where it begins, from 1.
        let line: Int
        let fields: [String]
    }

    /// The records of a text; empty lines and lines that begin with `#` are left out.
    static func records(_ text: String) throws(FileFault) -> [Record] {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var reader = Reader(bytes: bytes)
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// One field as it is written: in quotation marks where it must be.
    static func written(_ field: String) -> String {
        let needsQuotes = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0
        var line = 1
        var separator: UInt8?

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() throws(FileFault) -> Record? {
            while at < bytes.count {
                switch bytes[at] {
                case 0x0A:
                    at += 1
                    line += 1
                case 0x0D: at += 1
                case 0x23: while at < bytes.count, bytes[at] != 0x0A { at += 1 }
                default: return try record()
                }
            }
            return nil
        }

        private mutating func record() throws(FileFault) -> Record {
            if separator == nil {
                let header = bytes[at...].prefix { $0 != 0x0A }
                separator = header.contains(0x3B) && !header.contains(0x2C) ? 0x3B : 0x2C
            }
            let start = line
            var fields = [try field()]
            while at < bytes.count, bytes[at] == separator {
                at += 1
                fields.append(try field())
            }
            return Record(line: start, fields: fields)
        }

        private mutating func field() throws(FileFault) -> String {
            guard at < bytes.count, bytes[at] == 0x22 else {
                let start = at
                while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
                return trimmed(bytes[start..<at])
            }
            let opened = line
            var value: [UInt8] = []
            at += 1
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                if byte == 0x22 {
                    guard at < bytes.count, bytes[at] == 0x22 else { return try closed(value) }
                    at += 1
                }
                if byte == 0x0A { line += 1 }
                value.append(byte)
            }
            throw TariffFile.fault(opened, da: "anførselstegn lukkes ikke", en: "a quotation mark is not closed")
        }

        private func closed(_ value: [UInt8]) throws(FileFault) -> String {
            guard at == bytes.count || bytes[at] == separator || bytes[at] == 0x0A || bytes[at] == 0x0D else {
                throw TariffFile.fault(
                    line, da: "tegn efter et afsluttende anførselstegn", en: "characters after a closing quotation mark"
                )
            }
            return String(decoding: value, as: UTF8.self)
        }

        private func trimmed(_ field: ArraySlice<UInt8>) -> String {
            var field = field
            while field.first == 0x20 || field.first == 0x09 { field.removeFirst() }
            while field.last == 0x20 || field.last == 0x09 { field.removeLast() }
            return String(decoding: field, as: UTF8.self)
        }
    }
}
