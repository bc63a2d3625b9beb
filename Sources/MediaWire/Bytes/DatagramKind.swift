/// Which protocol a datagram on the one port speaks, told by its first byte (RFC 7983) and, between RTP and RTCP, by
/// its second
/// (RFC 5761 section 4).
@frozen public enum DatagramKind: Sendable {
    case stun
    case dtls
    case rtp
    case rtcp
    /// ZRTP, TURN channels, and what nobody has defined: to be dropped.
    case other

    /// Tells the kind by the first two bytes; says nothing about the rest being sound.
    @inlinable public init(of datagram: UnsafeRawBufferPointer) {
        guard datagram.count >= 2 else {
            self = .other
            return
        }
        switch datagram[0] {
        case 0...3: self = .stun
        case 20...63: self = .dtls
        case 128...191: self = (192...223).contains(datagram[1]) ? .rtcp : .rtp
        default: self = .other
        }
    }
}
