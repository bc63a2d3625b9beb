import Foundation

/// Where the static files, templates and languages are.
struct Resources: Sendable {
    let folder: String

    /// None of the places has them.
    struct Missing: Error, CustomStringConvertible {
        let tried: [String]
        var description: String { "The pages' files were not found; looked in \(tried.joined(separator: ", "))." }
    }

    /// Looks where the operator says, beside the program (an installed one), and where the build put them.
    init(_ chosen: String?) throws {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        var places = ["\(program)/venterum_Web.resources", "\(program)/../share/venterum"]
        if let chosen { places = [chosen] }
        for place in places where FileManager.default.fileExists(atPath: "\(place)/Templates") {
            folder = place
            return
        }
        // The bundle's accessor ends the process when it finds nothing, so it is asked last, and only where a build is.
        guard chosen == nil, let built = Bundle.module.resourcePath,
            FileManager.default.fileExists(atPath: "\(built)/Templates")
        else { throw Missing(tried: places) }
        folder = built
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }
}
