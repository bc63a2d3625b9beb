import MediaWire

/// A line's payload types, one for each codec: asked for every packet, so plain numbers and no search.
struct PayloadTypes {
    private let opus: UInt8
    private let vp8: UInt8
    private let h264: UInt8

    /// No payload type has more than seven bits.
    private static let none: UInt8 = 0xFF

    init(_ media: NegotiatedMedia) {
        let type = { (kind: CodecKind) -> UInt8 in
            media.codecs.first { $0.kind == kind }?.payloadType.value ?? Self.none
        }
        opus = type(.opus)
        vp8 = type(.vp8)
        h264 = type(.h264)
    }

    func kind(of type: PayloadType) -> CodecKind? {
        switch type.value {
        case opus: .opus
        case vp8: .vp8
        case h264: .h264
        default: nil
        }
    }

    func type(of kind: CodecKind) -> PayloadType? {
        let value = kind == .opus ? opus : kind == .vp8 ? vp8 : h264
        return value == Self.none ? nil : PayloadType(value)
    }
}
