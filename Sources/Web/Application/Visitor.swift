import Hummingbird

/// What is known of one request besides the request itself.
struct Visitor: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection; empty where there is none (tests without a socket).
    let peerAddress: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// The name of an HTTP header field.
typealias HeaderName = HTTPFields.Element.Name

extension HTTPFields {
    /// The first value of a field that has no name in the standard set.
    subscript(named name: String) -> String? {
        get { HeaderName(name).flatMap { self[$0] } }
        set { if let name = HeaderName(name) { self[name] = newValue } }
    }
}
