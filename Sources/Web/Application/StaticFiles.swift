import Crypto
import Foundation
import Hummingbird

/// The static files, held in memory. Their address carries a digest of all of them, so that a browser may keep them for
/// a year and still never mixes two versions of the program.
struct StaticFiles: Sendable {
    struct File: Sendable {
        let bytes: ByteBuffer
        /// The same compressed; nil where that is no shorter.
        let gzipped: ByteBuffer?
        let type: String
        let tag: String
    }

    private let files: [String: File]
    let version: String
    /// What stands in pages themselves, for it must be there when another script is not.
    let inlineScript: String

    /// Reads the whole folder.
    init(resources: Resources) throws {
        let folder = resources.path("Static")
        var files: [String: File] = [:]
        var all = SHA256()
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            guard let type = Self.type(of: name),
                let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
            else { continue }
            all.update(data: Data(name.utf8))
            all.update(data: data)
            let bytes = ByteBuffer(bytes: data)
            files[name] = File(
                bytes: bytes, gzipped: Gzip.compressed(bytes, level: Gzip.once), type: type,
                tag: Self.hex(SHA256.hash(data: data)))
        }
        guard let inline = files["fetched.js"] else { throw Resources.Missing(tried: ["\(folder)/fetched.js"]) }
        inlineScript = String(buffer: inline.bytes)
        self.files = files
        version = Self.hex(all.finalize())
    }

    /// The address before a file's name.
    var base: String { "\(Addresses.files)\(version)" }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// nil: not served (a folder, a declaration for the checker).
    private static func type(of name: String) -> String? {
        if name.hasSuffix(".d.ts") { return nil }
        return switch name.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "json", "webmanifest": "application/json"
        case "wav": "audio/wav"
        case "mp3": "audio/mpeg"
        default: nil
        }
    }

    /// A file's text; nil when there is none.
    func text(_ name: String) -> String? { files[name].map { String(buffer: $0.bytes) } }

    /// Answers `/static/…`, with or without the version in the path.
    func answer(_ request: Request) throws -> Response {
        var name = request.uri.path.dropFirst(Addresses.files.count)
        let versioned = name.hasPrefix(version + "/")
        if versioned { name = name.dropFirst(version.count + 1) }
        guard let file = files[String(name)] else { throw HTTPError(.notFound) }
        var headers: HTTPFields = [:]
        // Another coding is another representation, with a tag of its own (RFC 9110 section 8.8.3.3).
        let gzipped = request.takesGzip ? file.gzipped : nil
        let tag = gzipped == nil ? "\"\(file.tag)\"" : "\"\(file.tag)-gzip\""
        headers[.eTag] = tag
        headers[.vary] = "accept-encoding"
        headers[.cacheControl] = versioned ? "public, max-age=31536000, immutable" : "no-cache"
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.type
        if gzipped != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzipped ?? file.bytes))
    }
}
