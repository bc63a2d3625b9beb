import Foundation

/// The project's files as text, so that rules and their tests need no disk.
struct Tree {
    struct File {
        /// Relative to the project, with slashes.
        var path: String
        var text: String
        /// Without the ends of lines.
        var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        var suffix: String { path.split(separator: ".").last.map(String.init) ?? "" }
    }

    var files: [File]
    /// Every path there is, files that are not text and folders included.
    var paths: Set<String>

    init(_ texts: [String: String]) {
        files = texts.map { File(path: $0.key, text: $0.value) }.sorted { $0.path < $1.path }
        paths = []
        for path in texts.keys {
            insert(path)
        }
    }

    /// Reads what Git would commit from a folder: nothing that is ignored.
    init(reading folder: String) throws {
        self.init([:])
        for path in try Tree.committable(in: folder) {
            insert(path)
            // What is not UTF-8 is a picture or a recording, and has no style.
            let place = URL(fileURLWithPath: folder).appendingPathComponent(path)
            if let text = try? String(contentsOf: place, encoding: .utf8) {
                files.append(File(path: path, text: text))
            }
        }
    }

    func files(ending suffixes: String...) -> [File] {
        files.filter { suffixes.contains($0.suffix) }
    }

    private mutating func insert(_ path: String) {
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            paths.insert(parts.joined(separator: "/"))
            parts.removeLast()
        }
    }

    private static func committable(in folder: String) throws -> [String] {
        let git = Process()
        let output = Pipe()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // The folder may belong to another user than the one who checks, in a container for instance.
        git.arguments = [
            "git", "-c", "safe.directory=*", "-C", folder, "ls-files", "-z", "--cached", "--others",
            "--exclude-standard",
        ]
        git.standardOutput = output
        try git.run()
        let listed = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        guard git.terminationStatus == 0 else {
            throw NotAProject(folder: folder)
        }
        let names = String(decoding: listed, as: UTF8.self).split(separator: "\0").map(String.init)
        return Set(names).sorted().filter {
            FileManager.default.fileExists(atPath: URL(fileURLWithPath: folder).appendingPathComponent($0).path)
        }
    }
}

struct NotAProject: Error, CustomStringConvertible {
    var folder: String
    var description: String { "\(folder) is not under Git, so it cannot be told what belongs to the project" }
}
