import Hummingbird
import Kernel
import Logging
import UseCases

/// A refusal or failure in JSON (RFC 9457), worded for the reader.
struct ProblemDetails: Encodable {
    let type: String
    let title: String
    let status: Int
    /// The refusal's word, for programs.
    let word: String
    /// The field that was entered wrongly.
    let field: String?
}

/// Turns what the routes throw into an answer: problem details for scripts and programs, a page for people.
struct Problems: RouterMiddleware {
    typealias Context = Visitor
    let site: Site
    private static let serverFailed = "server-failed"

    func handle(
        _ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            return await answer(refusal, Self.status(of: refusal), request)
        } catch let error as any HTTPResponseError {
            return await answer(Self.refusal(for: error.status), error.status, request)
        } catch is CancellationError {
            // The reader has gone; nobody sees this.
            return Response(status: .serviceUnavailable)
        } catch {
            context.logger.error(
                "failure",
                metadata: ["route": "\(context.endpointPath ?? "none")", "error": "\(Failure.safe(error))"])
            return await answer(Refusal(.conflict, Self.serverFailed), .internalServerError, request)
        }
    }

    /// Scripts get problem details, a browser going to a page gets a page.
    private func answer(_ refusal: Refusal, _ status: HTTPResponse.Status, _ request: Request) async -> Response {
        let language = Language(of: request)
        let title = Self.sentence(refusal, site.pages.words(language))
        let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        if wantsPage, !request.uri.path.hasPrefix("/api/") {
            return await page(refusal, title, status, request, language)
        }
        let problem = ProblemDetails(
            type: "about:blank", title: title, status: status.code, word: refusal.word, field: refusal.field)
        var headers: HTTPFields = [:]
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if status == .tooManyRequests { headers[.retryAfter] = "600" }
        let answer = try? Answer.json(problem, status: status, type: "application/problem+json", headers: headers)
        return answer ?? Response(status: status)
    }

    private func page(
        _ refusal: Refusal, _ title: String, _ status: HTTPResponse.Status, _ request: Request, _ language: Language
    ) async -> Response {
        let isLink = refusal.word == "unknown-link"
        let clinics = isLink ? (try? await site.acts.publicClinics()) ?? [] : []
        let signedIn = isLink ? nil : try? await site.signedIn(request)
        let page = ProblemPage(
            isUnknownLink: isLink, title: title, clinics: clinics,
            back: signedIn == nil ? Addresses.home : Addresses.clinic)
        // The address may be a link's secret or nonsense: the way to the other language is the front page's.
        let frame = Frame(
            language: language, path: isLink ? request.uri.path : Addresses.home, reader: nil, formToken: "",
            clinicName: clinics.count == 1 ? clinics.first?.name : nil)
        guard let text = site.pages.render(page, frame) else {
            return Answer.text(title, type: "text/plain; charset=utf-8", status: status)
        }
        return Answer.html(text, status: status)
    }

    static func sentence(_ refusal: Refusal, _ words: Words) -> String {
        let name = "refusal.\(refusal.word)"
        if refusal.word == Self.serverFailed { return words.text("failure.server") }
        // A word that the language files lack must not leave the reader with nothing.
        return words.has(name) ? words.text(name, refusal.details) : words.text("failure.unknown")
    }

    static func status(of refusal: Refusal) -> HTTPResponse.Status {
        switch refusal.kind {
        case .invalid: .init(code: 422, reasonPhrase: "Unprocessable Content")
        case .unknownCaller: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooMany: .tooManyRequests
        }
    }

    private static func refusal(for status: HTTPResponse.Status) -> Refusal {
        switch status.code {
        case 404, 405: Refusal(.notFound, "no-such-page")
        case 413: Refusal(.invalid, "body-too-large")
        default: Refusal(.invalid, "json-not-understood")
        }
    }
}

/// A failure as it may stand in a log.
enum Failure {
    /// The kind of error and the beginning of what it says; nothing of what a request contained.
    static func safe(_ error: any Error) -> String {
        if error is DecodingError || error is EncodingError { return "\(type(of: error))" }
        return "\(type(of: error)): \(String(describing: error).prefix(200))"
    }
}
