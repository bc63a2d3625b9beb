import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Bodies in fewer bytes, both ways, and what is no such body.
@Suite struct GzipTests {
    private static let offer = "v=0\r\n" + String(repeating: "a=rtcp-fb:96 nack pli\r\n", count: 2_000)

    private func packed(_ text: String) throws -> ByteBuffer {
        try #require(Gzip.compressed(ByteBuffer(string: text), level: Gzip.often))
    }

    @Test func whatIsCompressedIsReadBack() throws {
        let short = try packed(Self.offer)
        #expect(short.readableBytes < 1_000)
        #expect(String(buffer: try Gzip.read(short, upTo: Self.offer.utf8.count)) == Self.offer)
        // What would not become shorter is left as it is.
        for text in ["", "a", "abcdefgh"] { #expect(Gzip.compressed(ByteBuffer(string: text), level: 9) == nil) }
    }

    @Test func tooLongAndMalformedAreTold() throws {
        let short = try packed(Self.offer)
        #expect(throws: Gzip.Fault.tooLong) { try Gzip.read(short, upTo: Self.offer.utf8.count - 1) }
        #expect(throws: Gzip.Fault.tooLong) { try Gzip.read(short, upTo: 0) }
        let bytes = Array(buffer: short)
        for wrong in [[], Array("v=0\r\n".utf8), bytes.dropLast(), bytes + [0], bytes + bytes] as [[UInt8]] {
            #expect(throws: Gzip.Fault.malformed) { try Gzip.read(ByteBuffer(bytes: wrong), upTo: 1 << 17) }
        }
        // Any byte may be another: the text itself, or a fault, and never more than may be.
        for place in bytes.indices {
            var spoilt = bytes
            spoilt[place] ^= 0x55
            if let read = try? Gzip.read(ByteBuffer(bytes: spoilt), upTo: 1 << 17) {
                #expect(String(buffer: read) == Self.offer)
            }
        }
    }

    @Test(arguments: [
        ("gzip", true), ("br, gzip;q=0.5", true), ("GZIP", true), ("identity", false), ("", false), ("gzip;q=0", false),
        ("gzip; q=0.0, br", false), ("gzip ; q=0.5", true), ("x-gzipped", false),
    ])
    func readersSayWhetherTheyTakeIt(_ accept: String, _ takes: Bool) {
        let request = Request(
            head: .init(
                method: .get, scheme: nil, authority: nil, path: "/",
                headerFields: [.acceptEncoding: accept]), body: RequestBody(buffer: ByteBuffer()))
        #expect(request.takesGzip == takes)
    }

    @Test func filesAndPagesWithoutASecretAreSentInFewerBytes() async throws {
        try await TestClinic.run { clinic in
            let takes = ["accept-encoding": "gzip"]
            for path in [clinic.link, "/test", "/static/base.css"] {
                let whole = try await clinic.get(path)
                #expect(whole.header("content-encoding") == nil)
                let short = try await clinic.get(path, takes)
                #expect(short.header("content-encoding") == "gzip")
                #expect(short.body.readableBytes < whole.body.readableBytes / 2)
                #expect(try Gzip.read(short.body, upTo: 1 << 20).readableBytes == whole.body.readableBytes)
            }
            let file = try await clinic.get("/static/base.css", takes)
            #expect(file.header("vary") == "accept-encoding")
            let tag = try #require(file.header("etag"))
            #expect(try await clinic.get("/static/base.css").header("etag") != tag)
            let again = try await clinic.get("/static/base.css", takes.merging(["if-none-match": tag]) { a, _ in a })
            #expect(again.status == .notModified)
            // Its length would tell of the form's token.
            let staff = try await clinic.signedIn("anna")
            let page = try await clinic.get("/clinic", staff.merging(takes) { a, _ in a })
            #expect(page.status == .ok && page.text.contains("form-token"))
            #expect(page.header("content-encoding") == nil)
        }
    }

    @Test func anOfferMayComeCompressed() async throws {
        try await TestClinic.run { clinic in
            let offer = try packed(Self.offer)
            func answer(_ body: ByteBuffer, coding: String = "gzip") async throws -> TestResponse {
                try await clinic.client.execute(
                    uri: "/test/media", method: .post,
                    headers: [
                        .contentType: "application/sdp", .contentEncoding: coding, .acceptEncoding: "gzip",
                    ], body: body)
            }
            let taken = try await answer(offer)
            #expect(taken.status == .created)
            #expect(String(buffer: try Gzip.read(taken.body, upTo: 1 << 17)) == TestMedia.answer)
            #expect(try await answer(ByteBuffer(string: "v=0\r\n")).status == .badRequest)
            #expect(try await answer(offer, coding: "br").status == .unsupportedMediaType)
            // A thousand times as long as it looks.
            let huge = try packed("v=0\r\n" + String(repeating: "a", count: 10_000_000))
            #expect(huge.readableBytes < 20_000)
            let refused = try await answer(huge)
            #expect(refused.status == .contentTooLarge)
            #expect(clinic.media.tooLarge.withLock { $0 } == 1)
        }
    }
}
