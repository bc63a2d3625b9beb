/// The payload descriptor before each piece of a VP8 frame (RFC 7741 section 4.2), read in place.
@frozen public struct Vp8Payload: Equatable, Sendable {
    /// The descriptor's bytes; the frame's piece follows.
    public let length: Int
    /// Nothing depends on this frame (N).
    public let isNonReference: Bool
    /// The first piece of a partition (S) and which one (PID).
    public let startsPartition: Bool
    public let partition: UInt8
    /// The frame's number of 7 or 15 bits, and where it stands; -1 without one.
    public let pictureId: UInt16
    public let pictureIdOffset: Int
    public let pictureIdIsLong: Bool
    /// The number of the last base layer frame, and where it stands; -1 without one.
    public let tl0PicIdx: UInt8
    public let tl0PicIdxOffset: Int
    /// The temporal layer, 0 for the base; whether one may switch up to it here (Y).
    public let temporalLayer: UInt8
    public let layerSync: Bool
    /// This piece begins a frame that needs no other one.
    public let startsKeyFrame: Bool
    /// The picture's size, from the first piece of a key frame; 0 elsewhere.
    public let width: UInt16
    public let height: UInt16

    /// Nil when the payload is shorter than its descriptor, or holds nothing beside it.
    public init?(_ payload: UnsafeRawBufferPointer) {
        guard payload.count >= 2 else { return nil }
        let first = payload.number8(at: 0)
        isNonReference = first & 0x20 != 0
        startsPartition = first & 0x10 != 0
        partition = first & 0x07
        var offset = 1
        let flags = first & 0x80 != 0 ? payload.number8(at: 1) : 0
        if first & 0x80 != 0 { offset += 1 }
        if flags & 0x80 != 0 {
            pictureIdOffset = offset
            pictureIdIsLong = payload.number8(at: offset) & 0x80 != 0
            pictureId = pictureIdIsLong
                ? payload.number16(at: offset) & 0x7FFF : UInt16(payload.number8(at: offset))
            offset += pictureIdIsLong ? 2 : 1
        } else {
            (pictureId, pictureIdOffset, pictureIdIsLong) = (0, -1, false)
        }
        tl0PicIdxOffset = flags & 0x40 != 0 ? offset : -1
        tl0PicIdx = flags & 0x40 != 0 ? payload.number8(at: offset) : 0
        if flags & 0x40 != 0 { offset += 1 }
        let layers = flags & 0x30 != 0 ? payload.number8(at: offset) : 0
        temporalLayer = flags & 0x20 != 0 ? layers >> 6 : 0
        layerSync = flags & 0x20 != 0 && layers & 0x20 != 0
        if flags & 0x30 != 0 { offset += 1 }
        guard offset < payload.count else { return nil }
        length = offset
        // The first bit of the frame's own header (section 4.3): 0 says key frame.
        startsKeyFrame = startsPartition && partition == 0 && payload.number8(at: offset) & 0x01 == 0
        // RFC 6386 section 9.1: after three bytes of tag and three of start code come both sizes, low byte first.
        let hasSize = startsKeyFrame && payload.count >= offset + 10
        width = hasSize ? payload.number16(at: offset + 6).byteSwapped & 0x3FFF : 0
        height = hasSize ? payload.number16(at: offset + 8).byteSwapped & 0x3FFF : 0
    }

    /// Writes other numbers over this descriptor's, where it has them, as changing between layers of a simulcast
    /// needs.
    public func rewrite(_ payload: UnsafeMutableRawBufferPointer, pictureId: UInt16, tl0PicIdx: UInt8) {
        if pictureIdOffset >= 0 {
            if pictureIdIsLong {
                payload.set16(0x8000 | pictureId, at: pictureIdOffset)
            } else {
                payload.set8(UInt8(truncatingIfNeeded: pictureId & 0x7F), at: pictureIdOffset)
            }
        }
        if tl0PicIdxOffset >= 0 { payload.set8(tl0PicIdx, at: tl0PicIdxOffset) }
    }
}
