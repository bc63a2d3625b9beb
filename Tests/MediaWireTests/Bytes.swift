import Crypto
import Foundation
import MediaWire
import Testing

/// The bytes that a text of hex digits names; blanks are left out.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.count, by: 2).compactMap { place in
        let start = digits.index(digits.startIndex, offsetBy: place)
        return UInt8(digits[start...].prefix(2), radix: 16)
    }
}

/// HMAC-SHA1 by swift-crypto, as the engine's crypto would give it.
func hmac(_ key: [UInt8]) -> (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) -> Void {
    { message, tag in
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key))
        tag.copyBytes(from: Array(code))
    }
}

/// What `write` puts into a buffer of `room` bytes; empty when it says that it did not fit.
func written(_ room: Int = 1_500, _ write: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8] {
    var buffer = [UInt8](repeating: 0xA5, count: room)
    let count = buffer.withUnsafeMutableBytes { write($0) } ?? 0
    return Array(buffer.prefix(count))
}

/// A recorded session description.
func recorded(_ name: String) throws -> String {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Offers")
    let file = try #require(folder?.appendingPathComponent(name + ".sdp"))
    return try String(decoding: Data(contentsOf: file), as: UTF8.self)
}

/// SplitMix64: a seed gives the same numbers everywhere, so that a failure can be replayed.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
