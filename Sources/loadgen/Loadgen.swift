import ArgumentParser

/// Headless peers that load a Venterum server, and what came of it as records of name, value and unit.
@main
struct Loadgen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loadgen",
        abstract: "Loads a Venterum server with headless peers and says what it took.",
        discussion: """
            The server must run with the setting `measuring`, which opens rooms at the test page's address; \
            record-day needs a demonstration clinic instead. \
            Each figure is printed as a line of JSON with name, \
            value and unit; what is for reading goes to the standard error.
            """,
        subcommands: [RoomsCommand.self, IdleCommand.self, HandshakesCommand.self, RecordDayCommand.self, SpoofCommand.self])
}

/// Where the server is, for all scenarios.
struct Target: ParsableArguments {
    @Option(help: "The server's address.") var url = "http://127.0.0.1:8080"
    @Option(help: "The server's process; its processor time and memory are read from /proc.") var pid: Int32

    func validate() throws {
        guard pid > 0 else { throw ValidationError("--pid takes the number of the server's process.") }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ValidationError("--url takes an address that begins with http:// or https://.")
        }
    }
}
