import MediaWire

/// The picture numbers of VP8 (RFC 7741 section 4.2) as a receiver sees them: one unbroken count, whoever is shown.
struct PictureNumbers {
    private var pictureOffset: UInt16 = 0
    private var baseOffset: UInt8 = 0
    private var lastPicture: UInt16 = 0
    private var lastBase: UInt8 = 0
    private var hasSent = false
    private var startsAnew = false

    /// Picture numbers have fifteen bits at most.
    private static let mask: UInt16 = 0x7FFF

    /// The next picture is another source's.
    mutating func changeSource() { startsAnew = hasSent }

    /// Writes our numbers over the source's; `isNewest` where the packet is not a late or a repeated one.
    mutating func rewrite(_ payload: UnsafeMutableRawBufferPointer, isNewest: Bool) {
        guard let descriptor = Vp8Payload(UnsafeRawBufferPointer(payload)) else { return }
        if startsAnew, isNewest {
            startsAnew = false
            pictureOffset = (lastPicture &+ 1 &- descriptor.pictureId) & Self.mask
            baseOffset = lastBase &+ 1 &- descriptor.tl0PicIdx
        }
        let picture = (descriptor.pictureId &+ pictureOffset) & Self.mask
        let base = descriptor.tl0PicIdx &+ baseOffset
        if isNewest { (lastPicture, lastBase, hasSent) = (picture, base, true) }
        guard pictureOffset != 0 || baseOffset != 0 else { return }
        descriptor.rewrite(payload, pictureId: picture, tl0PicIdx: base)
    }
}
