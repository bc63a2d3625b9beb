import ArgumentParser
import Kernel
import Settlements

/// `venterum tariffs`: the data behind the amounts.
struct TariffsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tariffs", abstract: "Check a tariff file, or show the shipped one.",
        subcommands: [Check.self, Show.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a tariff file whole: overlaps, gaps, unknown codes, negative amounts.",
            discussion:
                "Exit status: 0 when it can be used, 65 when not (naming the line), 66 when it cannot be read."
        )

        @Argument(help: "A CSV file; docs/settlement.md describes its columns.")
        var file: String

        mutating func run() throws {
            let tariffs = try SettlementFiles.tariffs(file)
            let unknown = tariffs.rows.count { $0.amount == nil }
            print("\(file): \(tariffs.rows.count) rows, of which \(unknown) without an amount; no fault found.")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the shipped tariff file, to begin one of your own with.")

        mutating func run() throws {
            var bytes = Tariffs.shippedFile
            try StandardOutput.write(&bytes)
        }
    }
}
