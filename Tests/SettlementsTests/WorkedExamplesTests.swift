import Testing

@testable import Settlements

@Suite("The worked examples of docs/settlement.md")
struct WorkedExamplesTests {
    @Test func thePageIsRead() {
        #expect(WorkedExample.all.count >= 180)
        #expect(WorkedExample.all.map(\.number) == WorkedExample.all.indices.map { $0 + 1 })
    }

    @Test(arguments: WorkedExample.all)
    func comesOutAsWritten(_ example: WorkedExample) throws {
        let (json, settings, tariffs) = try example.prepared()
        let proposal = try Desk.proposer(settings, tariffs).propose(Desk.facts(json))
        let parts = example.outcome.components(separatedBy: "; ")
        expectStatusAndLines(parts[0], proposal)
        for part in parts.dropFirst() { expectDetail(part, proposal) }
        // A proposal is only proposed where nothing is missing, and every rule speaks both languages.
        if proposal.status == .proposed { #expect(proposal.missing.isEmpty) }
        if proposal.status == .none { #expect(proposal.lines.isEmpty && proposal.missing.isEmpty) }
        for reason in proposal.reasons + proposal.warnings {
            #expect(!reason.text.da.isEmpty && !reason.text.en.isEmpty)
        }
        #expect(!proposal.reasons.isEmpty)
    }

    /// `proposed 0125 chronicFee 1003 zero 0126x3`: the status, then the codes with count, payment or amount in øre.
    private func expectStatusAndLines(_ text: String, _ proposal: Proposal) {
        let words = text.split(separator: " ").map(String.init)
        #expect(proposal.status.rawValue == words[0], "\(proposal.reasons)")
        var line = -1
        for word in words.dropFirst() {
            if let payment = Payment(rawValue: word) {
                #expect(line >= 0 && line < proposal.lines.count && proposal.lines[line].payment == payment)
            } else if word.count == 5 {
                #expect(
                    line >= 0 && line < proposal.lines.count && proposal.lines[line].amount?.money.ore == Int64(word))
            } else {
                line += 1
                let parts = word.split(separator: "x")
                guard line < proposal.lines.count else {
                    Issue.record("no line \(word) in \(proposal.lines)")
                    return
                }
                #expect(proposal.lines[line].code.rawValue == String(parts[0]))
                #expect(proposal.lines[line].count == (parts.count > 1 ? Int(parts[1]) : 1))
            }
        }
        #expect(proposal.lines.count == line + 1, "\(proposal.lines)")
    }

    private func expectDetail(_ text: String, _ proposal: Proposal) {
        let words = text.split(separator: " ").map(String.init)
        switch words[0] {
        case "missing": #expect(proposal.missing.contains(words[1]), "\(proposal.missing)")
        case "warns": #expect(proposal.warnings.contains { "R\($0.rule)" == words[1] }, "\(proposal.warnings)")
        case "no": #expect(proposal.warnings.isEmpty)
        default: #expect(proposal.reasons.contains { "R\($0.rule)" == words[0] }, "\(proposal.reasons)")
        }
    }
}
