import Foundation
import UseCases

/// How to get into the demonstration: for people on the screen, for programs in `demo.json` beside the database.
struct DemoGuide {
    private let clinics: [Demonstration]
    private let address: String

    init(_ demonstration: Demonstration, address: String) {
        clinics = [demonstration] + demonstration.neighbours
        self.address = address
    }

    var text: String {
        guard let first = clinics.first else { return "" }
        let signIns = clinics.flatMap(\.signIns).map { "    \($0.signInName)  (\($0.name), \($0.role.rawValue))" }
        let links = first.links.prefix(3).map { "    \($0.patient): \(address)/v/\($0.token)" }
        return """

            Venterum serves the demonstration clinic \(first.clinic.name).

              Clinicians sign in at \(address)/sign-in
            \(signIns.joined(separator: "\n"))
              all with the password \(first.password)

              Patients open in another window
            \(links.joined(separator: "\n"))

              Stop with Ctrl-C. The database stays under the data folder.

            """
    }

    /// Readable by its owner alone: it holds passwords, if only of a demonstration.
    func write(into folder: String) throws {
        let file = File(
            address: address, clinics: clinics.map(File.Clinic.init),
            patientLink: clinics.first?.links.first.map { "\(address)/v/\($0.token)" } ?? "")
        let path = folder + "/demo.json"
        let data = try JSONEncoder().encode(file)
        try? FileManager.default.removeItem(atPath: path)
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw StartFailure("the file \(path) cannot be written.", status: 73) }
    }

    private struct File: Encodable {
        let address: String
        let clinics: [Clinic]
        let patientLink: String

        struct Clinic: Encodable {
            let name: String
            let apiKey: String
            let staff: [Staff]

            init(_ clinic: Demonstration) {
                name = clinic.clinic.name
                apiKey = clinic.key
                staff = clinic.signIns.map {
                    Staff(
                        name: $0.name, role: $0.role.rawValue, account: $0.signInName, password: clinic.password)
                }
            }
        }

        struct Staff: Encodable {
            let name: String
            let role: String
            let account: String
            let password: String
        }
    }
}
