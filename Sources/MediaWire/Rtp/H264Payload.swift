/// What a forwarder must know of H.264 in RTP (RFC 6184): where a picture begins that needs no other one.
public enum H264Payload {
    private enum UnitType {
        static let instantRefresh: UInt8 = 5
        static let sequenceParameters: UInt8 = 7
        static let aggregate: UInt8 = 24
        static let fragment: UInt8 = 28
    }

    /// Units looked at in one aggregate: a bound, not a rule of the format.
    private static let mostUnits = 64

    /// Whether this payload begins a key frame: it holds sequence parameters or the first piece of an instant refresh,
    /// alone (section 5.6), aggregated (5.7.1) or fragmented (5.8).
    public static func startsKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
        switch payload.number8(at: 0) & 0x1F {
        case UnitType.instantRefresh, UnitType.sequenceParameters:
            return true
        case UnitType.aggregate:
            return aggregateStartsKeyFrame(payload)
        case UnitType.fragment:
            let header = payload.number8(at: 1)
            return header & 0x80 != 0 && begins(header & 0x1F)
        default:
            return false
        }
    }

    private static func begins(_ type: UInt8) -> Bool {
        type == UnitType.instantRefresh || type == UnitType.sequenceParameters
    }

    private static func aggregateStartsKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
        var offset = 1
        for _ in 0..<mostUnits where offset + 3 <= payload.count {
            if begins(payload.number8(at: offset + 2) & 0x1F) { return true }
            offset += 2 + Int(payload.number16(at: offset))
        }
        return false
    }
}
