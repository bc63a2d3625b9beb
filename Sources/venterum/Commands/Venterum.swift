import ArgumentParser

/// The program: one command for each thing that an operator or a clinic does with it.
@main
struct Venterum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "venterum", abstract: "A clinic's virtual waiting room and video consultation.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, SettingsCommand.self, SettleCommand.self, TariffsCommand.self,
        ])
}
