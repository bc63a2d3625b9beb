/// Reads settings: lines of `name = value`, where `#` begins a remark.
public enum SettingsFile {
    public static func read(_ bytes: [UInt8]) throws(FileFault) -> Settings {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TariffFile.fault(1, da: "filen er ikke UTF-8", en: "the file is not UTF-8")
        }
        var settings = Settings()
        var seen: Set<String> = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            guard parts.count == 2 else {
                throw TariffFile.fault(index + 1, da: "skriv navn = værdi", en: "write name = value")
            }
            guard seen.insert(parts[0]).inserted else {
                throw TariffFile.fault(
                    index + 1, da: "\(parts[0]) står to gange", en: "\(parts[0]) is there twice")
            }
            try set(parts[0], parts[1], &settings, index + 1)
        }
        return settings
    }

    private static func set(
        _ name: String, _ value: String, _ settings: inout Settings, _ line: Int
    ) throws(FileFault) {
        switch name {
        case "moduleRounding": settings.moduleRounding = try word(name, value, line)
        case "halfHolidays": settings.halfHolidays = try word(name, value, line)
        default:
            throw TariffFile.fault(
                line, da: "ukendt indstilling \"\(name)\"; kendte er moduleRounding, halfHolidays",
                en: "unknown setting \"\(name)\"; known are moduleRounding, halfHolidays")
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ value: String, _ line: Int
    ) throws(FileFault) -> Word where Word.RawValue == String {
        if let word = Word(rawValue: value) { return word }
        let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw TariffFile.fault(
            line, da: "\(name): fandt \"\(value)\", tilladt er \(allowed)",
            en: "\(name): found \"\(value)\", allowed: \(allowed)")
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
