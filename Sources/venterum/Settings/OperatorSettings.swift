import Configuration
import Foundation

/// A setting that was wrong or is not known: the server does not start.
struct WrongSetting: Error, CustomStringConvertible {
    let description: String
}

/// What the operator decided, read once at start: flags first, then the environment, then the file.
struct OperatorSettings: Sendable {
    private let values: [String: String]

    /// Reads and checks everything; throws ``WrongSetting`` for the first that is unknown or not allowed.
    ///
    /// - Parameter arguments: The flags after the command's name.
    init(arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment) async throws {
        try Self.checkFlags(arguments)
        try Self.checkVariables(environment)
        let outer: [any ConfigProvider] = [
            CommandLineArgumentsProvider(arguments: ["venterum"] + arguments),
            EnvironmentVariablesProvider(environmentVariables: environment.filter { $0.key.hasPrefix(Setting.prefix) })
                .prefixKeys(with: "venterum"),
        ]
        var providers = outer
        if let path = ConfigReader(providers: outer).string(forKey: Setting.config.key) {
            try Self.checkFile(path)
            providers.append(try await FileProvider<JSONSnapshot>(filePath: .init(path)))
        }
        values = try Self.read(ConfigReader(providers: providers))
    }

    func text(_ setting: Setting) -> String { values[setting.name] ?? setting.usual }

    /// nil when it is not set.
    func optional(_ setting: Setting) -> String? {
        let text = text(setting)
        return text.isEmpty ? nil : text
    }

    /// Within the range that the setting allows: it was checked when it was read.
    func number(_ setting: Setting) -> Int { Int(text(setting)) ?? 0 }

    func flag(_ setting: Setting) -> Bool { text(setting) == "true" }

    /// Text between commas, without white space.
    func list(_ setting: Setting) -> [String] {
        text(setting).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func read(_ reader: ConfigReader) throws -> [String: String] {
        var values: [String: String] = [:]
        for setting in Setting.all {
            guard let value = value(of: setting, in: reader) else { continue }
            guard setting.allows(value) else {
                throw WrongSetting(
                    description: "\(setting.name): “\(value)” is not allowed; it takes \(setting.allowedText).")
            }
            values[setting.name] = value
        }
        return values
    }

    /// As text, in whichever form the file has it.
    private static func value(of setting: Setting, in reader: ConfigReader) -> String? {
        if let text = reader.string(forKey: setting.key) { return text }
        return switch setting.allowed {
        case .number: reader.int(forKey: setting.key).map(String.init)
        case .flag: reader.bool(forKey: setting.key).map(String.init)
        case .text, .choice: nil
        }
    }

    private static func checkFlags(_ arguments: [String]) throws {
        var expectsValue = false
        for argument in arguments {
            if argument.hasPrefix("--") {
                let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
                guard let setting = Setting.all.first(where: { $0.flag == name }) else { throw unknown(name, \.flag) }
                if case .flag = setting.allowed { expectsValue = false } else { expectsValue = !argument.contains("=") }
            } else {
                guard expectsValue || argument == "true" || argument == "false" else {
                    throw WrongSetting(description: "“\(argument)” is not a setting; settings begin with “--”.")
                }
                expectsValue = false
            }
        }
        if expectsValue, let last = arguments.last {
            throw WrongSetting(description: "\(last) needs a value.")
        }
    }

    private static func checkVariables(_ environment: [String: String]) throws {
        for name in environment.keys.sorted() where name.hasPrefix(Setting.prefix) {
            guard Setting.all.contains(where: { $0.variable == name }) else { throw unknown(name, \.variable) }
        }
    }

    private static func checkFile(_ path: String) throws {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw WrongSetting(description: "config: the file \(path) cannot be read.")
        }
        guard let tree = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw WrongSetting(description: "config: the file \(path) is not a JSON object.")
        }
        for name in names(in: tree, under: "") where !Setting.all.contains(where: { $0.name == name }) {
            throw unknown(name, \.name)
        }
    }

    private static func names(in tree: [String: Any], under prefix: String) -> [String] {
        tree.keys.sorted().flatMap { key -> [String] in
            if let branch = tree[key] as? [String: Any] { return names(in: branch, under: prefix + key + ".") }
            return [prefix + key]
        }
    }

    private static func unknown(_ name: String, _ spelling: KeyPath<Setting, String>) -> WrongSetting {
        let known = Setting.all.map { $0[keyPath: spelling] }.joined(separator: ", ")
        return WrongSetting(description: "\(name) is not a setting. There are: \(known).")
    }
}
