import Crypto
import Foundation
import Hummingbird

/// The headers that every answer carries, and those that are for what may become a page.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = Visitor
    let isSecure: Bool
    private let contentPolicy: String

    /// - Parameter inlineScript: The only one that may stand in a page, known by its digest (Content Security Policy level 3,
    ///   section 6.7.3.3).
    init(isSecure: Bool, inlineScript: String) {
        self.isSecure = isSecure
        let digest = Data(SHA256.hash(data: Data(inlineScript.utf8))).base64EncodedString()
        contentPolicy = Self.contentPolicy + "; script-src 'self' 'sha256-\(digest)'"
    }

    /// Scripts, styles and connections from here alone; no frame around us, no form to elsewhere.
    private static let contentPolicy = [
        "default-src 'self'", "img-src 'self' data:", "media-src 'self' blob:", "connect-src 'self'",
        "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// What is only ever a part of a page. A page has forty, and 600 bytes for each are two seconds of a narrow line.
    private static let parts = ["text/javascript", "text/css", "font/", "audio/"]

    static let permissions =
        "camera=(self), microphone=(self), display-capture=(self), screen-wake-lock=(self), autoplay=(self), "
        + "geolocation=(), payment=(), usb=()"

    func handle(
        _ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[named: "x-content-type-options"] = "nosniff"
        response.headers[named: "cross-origin-resource-policy"] = "same-origin"
        if isSecure { response.headers[named: "strict-transport-security"] = "max-age=31536000" }
        let type = response.headers[.contentType] ?? ""
        if response.status == .notModified || Self.parts.contains(where: type.hasPrefix) { return response }
        response.headers[named: "content-security-policy"] = contentPolicy
        response.headers[named: "permissions-policy"] = Self.permissions
        // A link's address is its secret: it must not travel on.
        response.headers[named: "referrer-policy"] = "no-referrer"
        response.headers[named: "x-frame-options"] = "DENY"
        response.headers[named: "cross-origin-opener-policy"] = "same-origin"
        return response
    }
}

/// Keeps the reader's choice of language when the address makes one.
struct LanguageChoice: RouterMiddleware {
    typealias Context = Visitor
    let isSecure: Bool

    func handle(
        _ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let asked = Language.asked(in: request) {
            response.setCookie(
                Cookie(
                    name: Language.cookie, value: asked.rawValue, maxAge: 31_536_000, path: "/", secure: isSecure,
                    httpOnly: true, sameSite: .lax))
        }
        return response
    }
}

/// One line for each request at the level `debug`: the route's pattern, never its address, which may hold a link's
/// secret.
struct RequestLog: RouterMiddleware {
    typealias Context = Visitor

    func handle(
        _ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        context.logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
            ])
        return response
    }
}
