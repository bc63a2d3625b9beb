import Hummingbird
import UseCases

extension Site {
    /// Renders a page for a reader.
    ///
    /// - Parameter path: Where the page is read in the other language, if not at the request's own address.
    func show(
        _ page: some Page, _ request: Request, signedIn: SignedIn? = nil, formToken: String = "",
        clinicName: String? = nil, status: HTTPResponse.Status = .ok, path: String? = nil
    ) throws -> Response {
        let frame = Frame(
            language: Language(of: request), path: path ?? request.uri.path,
            reader: signedIn.map { Frame.Reader(name: $0.staff.name, manages: $0.staff.manages) },
            formToken: signedIn?.formToken ?? formToken, clinicName: clinicName)
        guard let text = pages.render(page, frame) else { throw MissingTemplate(name: page.template) }
        return Answer.html(text, status: status, compressedFor: frame.formToken.isEmpty ? request : nil)
    }
}

/// A template is not among the program's files: a fault of the installation.
struct MissingTemplate: Error, CustomStringConvertible {
    let name: String
    var description: String { "no template \(name)" }
}
