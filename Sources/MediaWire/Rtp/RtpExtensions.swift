/// The elements of a header extension (RFC 8285), one-byte and two-byte form, in the order they stand.
public struct RtpExtensions: Sequence, IteratorProtocol {
    /// One element: its id as the session description maps it, and where its data stand in the packet.
    @frozen public struct Element: Equatable, Sendable {
        public let id: UInt8
        public let range: Range<Int>
    }

    private let packet: UnsafeRawBufferPointer
    private let end: Int
    private let isOneByte: Bool
    private var offset: Int

    /// The elements of the packet that `header` was read from; none when it has no extension of these forms.
    public init(_ header: RtpHeader, in packet: UnsafeRawBufferPointer) {
        self.packet = packet
        isOneByte = header.extensionProfile == RtpExtensions.oneByteProfile
        let isKnown = isOneByte || header.extensionProfile & 0xFFF0 == 0x1000
        offset = header.extensionRange.lowerBound
        end = isKnown ? Swift.min(header.extensionRange.upperBound, packet.count) : offset
    }

    static let oneByteProfile: UInt16 = 0xBEDE

    /// The next element; nil at the end, and where an element claims more than there is.
    public mutating func next() -> Element? {
        while offset < end {
            let first = packet.number8(at: offset)
            // Zero is padding in both forms and may stand anywhere (section 4.1.1).
            if first == 0 {
                offset += 1
                continue
            }
            let id = isOneByte ? first >> 4 : first
            // Id 15 of the one-byte form ends the reading (section 4.2).
            if isOneByte && id == 15 { break }
            let start = offset + (isOneByte ? 1 : 2)
            let length = isOneByte ? Int(first & 0x0F) + 1 : Int(packet.number8(at: offset + 1))
            guard start + length <= end else { break }
            offset = start + length
            return Element(id: id, range: start..<offset)
        }
        offset = end
        return nil
    }

    /// Where the data of the element with this id stand.
    public static func find(_ id: UInt8, _ header: RtpHeader, in packet: UnsafeRawBufferPointer) -> Range<Int>? {
        var elements = RtpExtensions(header, in: packet)
        while let element = elements.next() {
            if element.id == id { return element.range }
        }
        return nil
    }

    /// Gives every element the id that `newId` names, in place; an element for which it names 0, or one that its form
    /// cannot
    /// carry, becomes padding. The packet's length stays.
    public static func renumber(
        _ packet: UnsafeMutableRawBufferPointer, header: RtpHeader, _ newId: (UInt8) -> UInt8
    ) {
        let isOneByte = header.extensionProfile == oneByteProfile
        var elements = RtpExtensions(header, in: UnsafeRawBufferPointer(packet))
        while let element = elements.next() {
            let id = newId(element.id)
            let start = element.range.lowerBound - (isOneByte ? 1 : 2)
            if id == 0 || isOneByte && id > 14 {
                for place in start..<element.range.upperBound { packet.set8(0, at: place) }
            } else if isOneByte {
                packet.set8(id << 4 | UInt8(truncatingIfNeeded: element.range.count - 1), at: start)
            } else {
                packet.set8(id, at: start)
            }
        }
    }

    /// The one-byte element `ssrc-audio-level` (RFC 6464): decibels below the loudest, 0 to 127.
    public static func audioLevel(
        _ range: Range<Int>, in packet: UnsafeRawBufferPointer
    ) -> (voice: Bool, level: UInt8)? {
        guard !range.isEmpty, range.lowerBound < packet.count else { return nil }
        let byte = packet.number8(at: range.lowerBound)
        return (byte & 0x80 != 0, byte & 0x7F)
    }
}
