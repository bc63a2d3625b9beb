import Kernel
import Settlements
import UseCases

/// What was decided, for entry into a certified settlement system: one line for each code of the decision that
/// stands.
enum SettlementExport {
    static let columns = [
        "visit", "serviceDate", "patient", "clinician", "code", "count", "payment", "amountOre", "decision", "reason",
        "decidedBy", "decidedAt", "ruleSet",
    ]

    /// RFC 4180, with a header and CRLF; a cell that a spreadsheet would take for a formula gets an apostrophe in
    /// front.
    static func csv(_ list: SettlementList) -> String {
        let rows = records(list).map { record in columns.map { cell(record[$0] ?? "") }.joined(separator: ",") }
        return ([columns.joined(separator: ",")] + rows).map { $0 + "\r\n" }.joined()
    }

    static func jsonLines(_ list: SettlementList) throws -> String {
        try records(list).map { String(decoding: try Answer.encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    }

    private static func records(_ list: SettlementList) -> [[String: String]] {
        list.rows.flatMap { row -> [[String: String]] in
            guard let entry = row.entry else { return [] }
            let time = LocalTime(language: .en)
            let common = [
                "visit": entry.visit.text, "serviceDate": entry.serviceDate.description, "patient": entry.patient,
                "clinician": row.clinician ?? "", "decision": entry.decision.rawValue, "reason": entry.reason ?? "",
                "decidedBy": entry.staffName, "decidedAt": LocalTime.date(entry.at) + " " + time.clock(entry.at),
                "ruleSet": entry.ruleSet,
            ]
            return entry.lines.map { line in
                common.merging([
                    "code": "\(entry.specialty)-\(line.code)", "count": String(line.count),
                    "payment": line.payment.rawValue, "amountOre": line.ore.map(String.init) ?? "",
                ]) { first, _ in first }
            }
        }
    }

    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
