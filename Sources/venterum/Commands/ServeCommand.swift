import ArgumentParser
import Foundation

/// `venterum serve`: the clinic's server, until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the clinics of this database.", discussion: SettingsHelp.text)

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Settings, as flags.", visibility: .hidden))
    var settings: [String] = []

    func run() async throws {
        let settings = try await SettingsHelp.read(settings)
        let server = try await Server(settings)
        try await server.run()
    }
}

/// `venterum demo`: the same server, with a clinic to try it out on.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Serve a demonstration clinic, and print how to get in.",
        discussion: SettingsHelp.text)

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Settings, as flags.", visibility: .hidden))
    var settings: [String] = []

    func run() async throws {
        let settings = try await SettingsHelp.read(settings)
        let server = try await Server(settings, isDemonstration: true)
        let guide = DemoGuide(try await server.acts.seedDemonstration(), address: server.localAddress)
        try guide.write(into: settings.text(.data))
        await server.whenServing.set { FileHandle.standardOutput.write(Data(guide.text.utf8)) }
        try await server.run()
    }
}

/// `venterum settings`: the table of settings, as Markdown.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Print every setting, what it takes and what it means.")

    func run() {
        print("| setting | takes | usual | meaning |\n|---|---|---|---|")
        for setting in Setting.all {
            let usual = setting.usual.isEmpty ? "not set" : "`\(setting.usual)`"
            print("| `\(setting.name)` | \(setting.allowedText) | \(usual) | \(setting.meaning) |")
        }
    }
}

enum SettingsHelp {
    /// What `--help` adds about settings.
    static let text: String = {
        let rows = Setting.all.map { setting in
            let usual = setting.usual.isEmpty ? "not set" : setting.usual
            return "  \(setting.flag)\n      \(setting.meaning)\n      Takes \(setting.allowedText). Usual: \(usual)."
        }
        return """
            Settings are given as flags, as variables of the environment (--media-port is VENTERUM_MEDIA_PORT) or in \
            the file that --config names ({"media": {"port": 8082}}); a flag goes before a variable, a variable \
            before the file.

            """ + rows.joined(separator: "\n")
    }()

    /// The settings, or a clean exit with the sentence on what is wrong (status 78, EX_CONFIG).
    static func read(_ arguments: [String]) async throws -> OperatorSettings {
        do { return try await OperatorSettings(arguments: arguments) } catch let wrong as WrongSetting {
            throw StartFailure(wrong.description, status: 78)
        }
    }
}
