import Hummingbird

/// The text of server-sent events (HTML, section 9.2).
enum EventText {
    /// Milliseconds until a page comes back by itself.
    static let retry = ByteBuffer(string: "retry: 1000\n\n")
    static let alive = ByteBuffer(string: ": alive\nevent: alive\ndata: {}\n\n")

    /// The way up has become wider: a page whose picture rests may try it.
    static let upWidened = ByteBuffer(string: "event: upWidened\ndata: {}\n\n")

    /// JSON has no line breaks of its own, so one `data` line holds it.
    static func event(_ name: String, _ value: some Encodable, id: Int? = nil) throws -> ByteBuffer {
        var buffer = ByteBuffer(string: "event: \(name)\n")
        if let id { buffer.writeString("id: \(id)\n") }
        buffer.writeString("data: ")
        buffer.writeBytes(try Answer.encoder.encode(value))
        buffer.writeString("\n\n")
        return buffer
    }
}
