import ArgumentParser
import Foundation

/// `tidy`: the project's style as a check. Prints one line for each finding and fails if there is any.
@main
struct Tidy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidy",
        abstract: "Checks sizes, banned calls, links and paths in documents, and that every language says everything.")

    @Argument(help: "The folder of the project.")
    var folder = "."

    func run() throws {
        let tree = try Tree(reading: folder)
        let findings = allRules.flatMap { $0.findings(in: tree) }.sorted()
        for finding in findings {
            print(finding)
        }
        guard findings.isEmpty else {
            print("tidy: \(findings.count) findings in \(tree.files.count) files")
            throw ExitCode.failure
        }
        print("tidy: nothing to complain of in \(tree.files.count) files")
    }
}

/// Every rule there is; a new one is added here.
let allRules: [any Rule] = [
    FileSizes(), LineLengths(), FunctionSizes(), BannedCalls(), DeadLinks(), FeaturePaths(), LanguageKeys(),
]
