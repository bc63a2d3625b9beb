import Kernel

/// Why a tariff or settings file cannot be used: the line, and a sentence.
public struct FileFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    public let text: Bilingual

    public var description: String { "line \(line): \(text.en)" }
}

/// Reads tariffs from CSV (RFC 4180, with comma or semicolon; lines that begin with `#` are remarks) and checks
/// them whole:
/// one fault, and nothing is loaded.
public enum TariffFile {
    /// The columns, in any order; `validUntil`, `amountOre` and `patientShareOre` may be empty,
    /// `patientShareOre` may be missing.
    public static let columns = [
        "code", "specialty", "validFrom", "validUntil", "amountOre", "patientShareOre", "level", "source",
    ]

    public static func read(_ bytes: [UInt8]) throws(FileFault) -> Tariffs {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw fault(1, da: "filen er ikke UTF-8", en: "the file is not UTF-8")
        }
        var records = try CSV.records(text).makeIterator()
        guard let header = records.next() else { throw fault(1, da: "filen er tom", en: "the file is empty") }
        for name in header.fields where !columns.contains(name) {
            throw fault(
                header.line, da: "ukendt kolonne \"\(name)\"; kendte er \(columns.joined(separator: ", "))",
                en: "unknown column \"\(name)\"; known are \(columns.joined(separator: ", "))")
        }
        for name in columns where name != "patientShareOre" && !header.fields.contains(name) {
            throw fault(header.line, da: "kolonnen \(name) mangler", en: "the column \(name) is missing")
        }
        if Set(header.fields).count != header.fields.count {
            throw fault(header.line, da: "en kolonne står to gange", en: "a column is there twice")
        }
        var rows: [Tariffs.Row] = []
        while let record = records.next() {
            guard record.fields.count == header.fields.count else {
                throw fault(
                    record.line, da: "\(record.fields.count) felter, men \(header.fields.count) kolonner",
                    en: "\(record.fields.count) fields, but \(header.fields.count) columns")
            }
            let fields = Dictionary(zip(header.fields, record.fields)) { first, _ in first }
            rows.append(try row(fields, record.line))
        }
        if rows.isEmpty { throw fault(header.line, da: "ingen rækker", en: "there are no rows") }
        try checkPeriods(rows)
        return Tariffs(rows: rows)
    }

    private static func row(_ fields: [String: String], _ line: Int) throws(FileFault) -> Tariffs.Row {
        func field(_ name: String) -> String { fields[name] ?? "" }
        guard let code = ServiceCode(rawValue: field("code")) else {
            let known = ServiceCode.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(
                line, da: "ukendt ydelseskode \"\(field("code"))\"; kendte er \(known)",
                en: "unknown service code \"\(field("code"))\"; known are \(known)")
        }
        let specialties = [Specialty.generalPractice] + Specialty.outOfHours + Specialty.physiotherapy
        guard specialties.contains(field("specialty")) else {
            let known = specialties.joined(separator: ", ")
            throw fault(
                line, da: "ukendt speciale \"\(field("specialty"))\"; kendte er \(known)",
                en: "unknown specialty \"\(field("specialty"))\"; known are \(known)")
        }
        guard let from = LocalDate(field("validFrom")) else { throw notADate(line, "validFrom", field("validFrom")) }
        var until: LocalDate?
        if !field("validUntil").isEmpty {
            until = LocalDate(field("validUntil"))
            guard let until else { throw notADate(line, "validUntil", field("validUntil")) }
            if until < from {
                throw fault(line, da: "validUntil er før validFrom", en: "validUntil is before validFrom")
            }
        }
        guard field("level").utf8.count == 7, LocalDate(field("level") + "-01") != nil else {
            throw fault(
                line, da: "level \"\(field("level"))\" skrives ÅÅÅÅ-MM",
                en: "level \"\(field("level"))\" is written YYYY-MM")
        }
        if field("source").isEmpty { throw fault(line, da: "source er tom", en: "source is empty") }
        return Tariffs.Row(
            code: code, specialty: field("specialty"), validFrom: from, validUntil: until,
            amount: try money(field("amountOre"), "amountOre", line),
            patientShare: try money(field("patientShareOre"), "patientShareOre", line), level: field("level"),
            source: field("source"), lineNumber: line)
    }

    private static func money(_ text: String, _ name: String, _ line: Int) throws(FileFault) -> Money? {
        if text.isEmpty { return nil }
        if text.hasPrefix("-") {
            throw fault(line, da: "\(name) \(text) er negativ", en: "\(name) \(text) is negative")
        }
        // A fee over ten million kroner is a slip of the keyboard, and its sums could overflow.
        guard text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), let ore = Int64(text), ore <= 1_000_000_000 else {
            throw fault(
                line, da: "\(name) \"\(text)\" er ikke et helt antal øre",
                en: "\(name) \"\(text)\" is not a whole number of øre")
        }
        return Money(ore: ore)
    }

    /// The rows of one code and specialty must follow each other day by day.
    private static func checkPeriods(_ rows: [Tariffs.Row]) throws(FileFault) {
        let ordered = rows.sorted {
            ($0.code.rawValue, $0.specialty, $0.validFrom, $0.lineNumber)
                < ($1.code.rawValue, $1.specialty, $1.validFrom, $1.lineNumber)
        }
        for (before, after) in zip(ordered, ordered.dropFirst())
        where before.code == after.code && before.specialty == after.specialty {
            let name = "\(after.code.rawValue), \(after.specialty)"
            guard let until = before.validUntil, until < after.validFrom else {
                throw fault(
                    after.lineNumber, da: "overlapper linje \(before.lineNumber) (\(name))",
                    en: "overlaps line \(before.lineNumber) (\(name))")
            }
            if until.adding(days: 1) < after.validFrom {
                throw fault(
                    after.lineNumber,
                    da: "hul efter linje \(before.lineNumber) (\(name)): fra \(until.adding(days: 1)) gælder ingen",
                    en: "gap after line \(before.lineNumber) (\(name)): none holds from \(until.adding(days: 1))")
            }
        }
    }

    private static func notADate(_ line: Int, _ name: String, _ text: String) -> FileFault {
        fault(
            line, da: "\(name) \"\(text)\" er ikke en dato ÅÅÅÅ-MM-DD",
            en: "\(name) \"\(text)\" is not a date YYYY-MM-DD")
    }

    static func fault(_ line: Int, da: String, en: String) -> FileFault {
        FileFault(line: line, text: Bilingual(da: da, en: en))
    }
}
