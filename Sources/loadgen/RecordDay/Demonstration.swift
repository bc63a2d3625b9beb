import Foundation

/// How to get into a demonstration clinic: what the server writes beside its database.
struct Demonstration: Decodable {
    let clinics: [Clinic]

    struct Clinic: Decodable, Sendable {
        let apiKey: String
        let staff: [Staff]
    }

    struct Staff: Decodable, Sendable {
        let role: String
        let account: String
        let password: String
    }

    /// Throws when the file is missing or says something else.
    static func read(_ path: String) throws -> Clinic {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let first = try JSONDecoder().decode(Demonstration.self, from: data).clinics.first else {
            throw LoadFailure("\(path) names no clinic")
        }
        return first
    }
}
