import Kernel
import UseCases
import Visits

/// Every address that the pages and the interface use is made here, so that links cannot drift.
enum Addresses {
    static let home = "/"
    static let test = "/test"
    static let testMedia = "/test/media"
    static let support = "/support"
    static let signIn = "/sign-in"
    static let clinic = "/clinic"
    static let clinicMedia = "/clinic/media"
    static let document = "/api/openapi.json"
    /// Scripts, styles and signs.
    static let files = "/static/"

    /// The clinic's public page.
    static func clinicPage(_ clinic: ID<Clinic>) -> String { "/clinics/\(clinic)" }
    static func visit(_ token: String) -> String { "/v/\(token)" }
    static func visitMedia(_ token: String) -> String { "/v/\(token)/media" }
    static func patientFacts(_ token: String) -> String { "/v/\(token)/facts" }
    static func facts(_ visit: ID<Visit>) -> String { "/visits/\(visit)/facts" }
    static func manage(_ page: String) -> String { "/manage/\(page)" }
    static func apiVisit(_ visit: ID<Visit>) -> String { "/api/visits/\(visit)" }
    static func peer(_ peer: ID<Peer>, under base: String) -> String { "\(base)/\(peer)" }

    /// The same page in another language.
    static func inLanguage(_ language: Language, path: String) -> String { "\(path)?lang=\(language.rawValue)" }

    /// Sign-in that leads on to where the visitor wanted to go.
    static func signIn(thenTo path: String) -> String {
        path == clinic ? signIn : "\(signIn)?next=\(path.percentEncoded)"
    }

    /// Only a path of our own is followed after signing in: no other host, no scheme.
    static func safeNext(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"), next.count < 200,
            next.allSatisfy({ $0.isASCII && !$0.isWhitespace })
        else { return clinic }
        return next
    }
}

extension String {
    /// For use inside a query (RFC 3986, section 2.3: unreserved characters stay).
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
