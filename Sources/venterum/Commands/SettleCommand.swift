import ArgumentParser
import Kernel
import Settlements

/// `venterum settle`: facts in, proposals out, as `docs/settlement.md` describes.
struct SettleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Propose service codes for visits, rule by rule.",
        discussion: """
            Reads facts objects (one, several, or an array of them) and prints one proposal for each as JSON Lines, \
            in order. \
            Exit status: 0 when every object was understood, 65 when one is malformed, 66 when a file cannot be read.
            """)

    @Argument(help: "Files of facts; - is standard input.")
    var files: [String]

    @Flag(help: "Print for people: what, why, what is missing, by which rule and source.")
    var explain = false

    @Option(help: "da or en: the language of --explain.")
    var language: SpokenLanguage = .da

    @Option(help: ArgumentHelp("Tariffs instead of the shipped ones.", valueName: "FILE"))
    var tariffs: String?

    @Option(help: ArgumentHelp("Settings instead of the shipped ones.", valueName: "FILE"))
    var settings: String?

    enum SpokenLanguage: String, ExpressibleByArgument, CaseIterable { case da, en }

    mutating func run() throws {
        let proposer = Proposer(
            zone: try ZoneFile.copenhagen(), tariffs: try SettlementFiles.tariffs(tariffs),
            settings: try SettlementFiles.settings(settings))
        let desk = SettlementDesk(proposer: proposer, language: explain ? Language(rawValue: language.rawValue) : nil)
        var status: Int32 = 0
        for file in files {
            do {
                if try !desk.settle(file), status == 0 { status = 65 }
            } catch let fault as InputFault {
                StandardError.say("settle: \(fault)")
                status = 66
            }
        }
        if status != 0 { throw ExitCode(status) }
    }
}

/// Works through one input after the other, in constant memory.
private struct SettlementDesk {
    /// Bytes read at a time, and the most that waits to be printed: large enough that the calls to the system do
    /// not count.
    static let pieceLength = 1 << 18

    let proposer: Proposer
    /// Nil prints JSON Lines.
    let language: Language?

    /// False where an object was malformed. Throws `InputFault` where the file cannot be read.
    func settle(_ file: String) throws -> Bool {
        let input = try Input(file)
        var stream = FactsStream()
        var output: [UInt8] = []
        output.reserveCapacity(SettlementDesk.pieceLength + 65_536)
        var isWhole = true
        while true {
            switch stream.next() {
            case .facts(let facts):
                write(facts, to: &output)
                if output.count >= SettlementDesk.pieceLength { try StandardOutput.write(&output) }
            case .malformed(let malformed):
                // What was understood before comes before the message, also where both go to one screen.
                try StandardOutput.write(&output)
                StandardError.say("settle: \(file): object \(malformed.ordinal): \(malformed)")
                isWhole = false
            case .needsMore:
                let piece = try input.read(atMost: SettlementDesk.pieceLength)
                if piece.isEmpty { stream.end() } else { stream.feed(piece) }
            case .finished:
                try StandardOutput.write(&output)
                return isWhole
            }
        }
    }

    private func write(_ facts: Facts, to output: inout [UInt8]) {
        let proposal = proposer.propose(facts)
        if let language {
            let text = Explanation(proposal, specialty: facts.provider.specialty, language: language).text
            output.append(contentsOf: text.utf8)
        } else {
            proposal.writeJSON(to: &output)
        }
        output.append(0x0A)
    }
}
