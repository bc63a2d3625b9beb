import Kernel

extension Acts {
    /// A new name for a thing: says nothing, and is not a secret.
    func newID<Of>(_ prefix: String, _ type: Of.Type = Of.self) -> ID<Of> {
        ID("\(prefix)-\(Base32.text(ports.random.bytes(10)))")
    }

    /// A secret to be given out once: 160 bits.
    func newToken() -> String { Base32.text(ports.random.bytes(20)) }
}

/// Five bits a character, in small letters without i, l, o and u: it survives being read aloud and typed.
enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = (held << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(held >> UInt32(bits)) & 31])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(5 - bits)) & 31]) }
        return text
    }
}
