/// The name of one stream of packets within an RTP session (RFC 3550 section 3).
@frozen public struct Ssrc: Hashable, Sendable {
    public let value: UInt32
    @inlinable public init(_ value: UInt32) { self.value = value }
}

/// Which codec the bytes of a packet are in, by the number the session gave it: 0 to 127.
@frozen public struct PayloadType: Hashable, Sendable {
    public let value: UInt8
    /// Takes the lower seven bits.
    @inlinable public init(_ value: UInt8) { self.value = value & 0x7F }
}

/// A packet's place in its stream; after 65,535 comes 0.
///
/// There is no `<`, for the numbers are a circle: ask `isNewer(than:)`.
@frozen public struct SequenceNumber: Hashable, Sendable {
    public let value: UInt16
    @inlinable public init(_ value: UInt16) { self.value = value }

    /// The number after this one.
    @inlinable public var next: SequenceNumber { SequenceNumber(value &+ 1) }

    /// Steps from `other` to this one by the shorter way round: -32,768 to 32,767, negative where this one is older.
    @inlinable public func distance(from other: SequenceNumber) -> Int { Int(Int16(bitPattern: value &- other.value)) }

    /// Whether this one was sent after `other`, as far as half a circle can tell (RFC 1982).
    @inlinable public func isNewer(than other: SequenceNumber) -> Bool { distance(from: other) > 0 }

    /// The number `steps` further on, backwards where negative.
    @inlinable public static func + (number: SequenceNumber, steps: Int) -> SequenceNumber {
        SequenceNumber(number.value &+ UInt16(truncatingIfNeeded: steps))
    }
}

/// A packet's moment by its codec's clock, of an arbitrary beginning; wraps at 32 bits.
@frozen public struct RtpTimestamp: Hashable, Sendable {
    public let value: UInt32
    @inlinable public init(_ value: UInt32) { self.value = value }

    /// Ticks from `other` to this one by the shorter way round; negative where this one is earlier.
    @inlinable public func distance(from other: RtpTimestamp) -> Int { Int(Int32(bitPattern: value &- other.value)) }

    /// The moment `ticks` later, earlier where negative.
    @inlinable public static func + (moment: RtpTimestamp, ticks: Int) -> RtpTimestamp {
        RtpTimestamp(moment.value &+ UInt32(truncatingIfNeeded: ticks))
    }
}
