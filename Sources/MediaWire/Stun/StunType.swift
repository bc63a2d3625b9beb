/// What a STUN message is: the two kinds that ICE uses, told apart by the class bits (RFC 8489 section 5).
@frozen public enum StunType: Equatable, Sendable {
    case bindingRequest
    case bindingSuccess
    case bindingError
    case bindingIndication
    /// Another method, such as TURN's; its 14 bits.
    case other(UInt16)

    /// By the message's first two bytes, whose upper two bits are zero.
    public init(_ bits: UInt16) {
        switch bits {
        case 0x0001: self = .bindingRequest
        case 0x0101: self = .bindingSuccess
        case 0x0111: self = .bindingError
        case 0x0011: self = .bindingIndication
        default: self = .other(bits & 0x3FFF)
        }
    }

    /// The message's first two bytes.
    public var bits: UInt16 {
        switch self {
        case .bindingRequest: 0x0001
        case .bindingSuccess: 0x0101
        case .bindingError: 0x0111
        case .bindingIndication: 0x0011
        case .other(let bits): bits & 0x3FFF
        }
    }
}

/// The 96 bits that tie an answer to its question; drawn by chance, so that only one who saw the question can answer.
@frozen public struct StunTransaction: Hashable, Sendable {
    public let high: UInt32
    public let low: UInt64

    public init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// The error codes that a check of connectivity is answered with (RFC 8445 section 7.3, RFC 8489 section 14.8).
public enum StunError: UInt16, Sendable {
    case badRequest = 400
    case unauthenticated = 401
    case unknownAttribute = 420
    case roleConflict = 487

    var reason: String {
        switch self {
        case .badRequest: "Bad Request"
        case .unauthenticated: "Unauthenticated"
        case .unknownAttribute: "Unknown Attribute"
        case .roleConflict: "Role Conflict"
        }
    }
}

/// The attributes that are read and written here, by their numbers (RFC 8489 section 18.3, RFC 8445 section 16.1).
enum StunAttribute {
    static let username: UInt16 = 0x0006
    static let messageIntegrity: UInt16 = 0x0008
    static let errorCode: UInt16 = 0x0009
    static let unknownAttributes: UInt16 = 0x000A
    static let xorMappedAddress: UInt16 = 0x0020
    static let priority: UInt16 = 0x0024
    static let useCandidate: UInt16 = 0x0025
    static let software: UInt16 = 0x8022
    static let fingerprint: UInt16 = 0x8028
    static let iceControlled: UInt16 = 0x8029
    static let iceControlling: UInt16 = 0x802A
}

/// The numbers of the header.
enum StunHeader {
    static let length = 20
    static let cookie: UInt32 = 0x2112_A442
    static let integrityLength = 20
    static let fingerprintMask: UInt32 = 0x5354_554E
}

/// HMAC-SHA1 of the first buffer, its 20 bytes into the second; the key is the caller's (RFC 8489 section 14.5: in
/// ICE the
/// bytes of the password of the one who receives the request).
public typealias HmacSha1 = (_ message: UnsafeRawBufferPointer, _ tag: UnsafeMutableRawBufferPointer) -> Void
