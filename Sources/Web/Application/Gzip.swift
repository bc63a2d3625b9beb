import CZlib
import Hummingbird

/// Bodies in fewer bytes (RFC 1952): on a bad line an offer of 46 kB takes six seconds, and its 2.3 kB a third of one.
enum Gzip {
    /// A body that is not what it says that it is, or longer than may be.
    enum Fault: Error { case malformed, tooLong }

    /// Level 9 is for what is compressed once, 6 for an answer.
    static let once: Int32 = 9
    static let often: Int32 = 6

    /// The same body, compressed; nil where that would not make it shorter.
    static func compressed(_ body: ByteBuffer, level: Int32) -> ByteBuffer? {
        // Room for less than the body has: what would not be shorter does not come to its end.
        let room = max(0, body.readableBytes - 1)
        let pass = Pass(body, room: room, begin: { venterum_begin_gzip($0, level) }, run: deflate, end: deflateEnd)
        return pass.result == Z_STREAM_END ? ByteBuffer(bytes: pass.written) : nil
    }

    /// What a reader is sent: compressed where they take that (RFC 9110 section 12.5.3).
    ///
    /// Not for what has a form's token in it: the length of an answer that holds a secret and somebody else's words besides
    /// tells of the secret (the attack called BREACH).
    static func answer(_ body: ByteBuffer, to request: Request, _ headers: inout HTTPFields) -> ByteBuffer {
        guard request.takesGzip, let short = compressed(body, level: often) else { return body }
        headers[.contentEncoding] = "gzip"
        return short
    }

    /// What was compressed, read back.
    ///
    /// - Parameter most: So long at most; what would be longer is not unpacked to its end.
    static func read(_ body: ByteBuffer, upTo most: Int) throws(Fault) -> ByteBuffer {
        // One byte more than may be, so that too long is told from just long enough.
        let pass = Pass(body, room: most + 1, begin: venterum_begin_gunzip, run: inflate, end: inflateEnd)
        guard pass.written.count <= most else { throw .tooLong }
        // One frame, and nothing after it.
        guard pass.result == Z_STREAM_END, pass.left == 0 else { throw .malformed }
        return ByteBuffer(bytes: pass.written)
    }

    /// A whole body through zlib, in one step.
    private struct Pass {
        var written: [UInt8] = []
        /// What zlib said at the end.
        var result = Z_STREAM_ERROR
        /// Bytes of the body that were not read.
        var left = 0

        /// - Parameter room: No more bytes than these are written.
        init(
            _ body: ByteBuffer, room: Int, begin: (z_streamp) -> Int32, run: (z_streamp, Int32) -> Int32,
            end: (z_streamp) -> Int32
        ) {
            // A stream may not move in memory: zlib keeps its address.
            let stream = z_streamp.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            defer { stream.deallocate() }
            guard begin(stream) == Z_OK else { return }
            defer { _ = end(stream) }
            body.withUnsafeReadableBytes { input in
                // zlib does not write to its input, but its declaration does not say so.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                written = [UInt8](unsafeUninitializedCapacity: room) { output, count in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: room)
                    result = run(stream, Z_FINISH)
                    count = room - Int(stream.pointee.avail_out)
                }
            }
            left = Int(stream.pointee.avail_in)
        }
    }
}

extension Request {
    /// Whether the reader takes gzip; one that refuses it (`gzip;q=0`) does not.
    var takesGzip: Bool {
        (headers[.acceptEncoding] ?? "").split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.lowercased().filter { $0 != " " } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return parts.first == "gzip" && quality != 0
        }
    }
}
