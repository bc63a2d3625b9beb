/// Makes records that neither side of a handshake has made (RFC 6347 section 4.1).
struct DtlsForger {
    /// Content types of records, and types of handshake messages.
    enum Content {
        static let cipherChange: UInt8 = 20
        static let alert: UInt8 = 21
        static let handshake: UInt8 = 22
        static let data: UInt8 = 23
        static let nobodys: UInt8 = 40
    }
    enum Message {
        static let clientHello: UInt8 = 1
        static let serverHello: UInt8 = 2
        static let helloVerifyRequest: UInt8 = 3
        static let certificate: UInt8 = 11
        static let finished: UInt8 = 20
    }

    private var chance: SeededChance
    /// Numbers of records without encryption: behind those of the handshake, also where it repeats its flights, and inside its
    /// window of 64, each once, so that no genuine record is taken for a repetition of one of ours, or for too old.
    private var plainNumber: UInt64 = 40
    private static let plainEnd: UInt64 = 62
    private var sealedNumber: UInt64 = 0
    /// Nonce and tag of AES-GCM (RFC 5288 section 3).
    static let sealing = 24
    private static let tag = [UInt8](repeating: 0xA5, count: sealing)

    init(seed: UInt64) { chance = SeededChance(seed) }

    static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }

    static func record(
        _ type: UInt8, version: UInt64 = 0xFEFD, epoch: UInt64 = 0, number place: UInt64, _ content: [UInt8]
    ) -> [UInt8] {
        var bytes = [type]
        bytes += number(version, 2)
        bytes += number(epoch, 2)
        bytes += number(place, 6)
        bytes += number(UInt64(content.count), 2)
        bytes += content
        return bytes
    }

    /// A whole handshake message (section 4.2.2), the one of this place in the handshake.
    static func message(_ type: UInt8, place: UInt64, _ content: [UInt8]) -> [UInt8] {
        let length = number(UInt64(content.count), 3)
        var bytes = [type]
        bytes += length
        bytes += number(place, 2)
        bytes += number(0, 3)
        bytes += length
        bytes += content
        return bytes
    }

    /// The content types of the records of a datagram.
    static func types(in datagram: [UInt8]) -> [UInt8] {
        var types: [UInt8] = []
        var place = 0
        while datagram.count - place >= 13 {
            types.append(datagram[place])
            place += 13 + Int(datagram[place + 11]) << 8 + Int(datagram[place + 12])
        }
        return types
    }

    mutating func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: chance.next()) } }

    mutating func below(_ end: UInt64) -> UInt64 { chance.next() % end }

    /// Without keys, as everything is before they are agreed.
    private mutating func plain(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        plainNumber += 1
        return Self.record(type, number: plainNumber - 1, content)
    }

    /// With the epoch of the keys, but not with the keys.
    private mutating func sealed(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        sealedNumber += 1
        return Self.record(type, epoch: 1, number: sealedNumber - 1, content)
    }

    /// One datagram that must leave no trace in a handshake, wherever it comes in it.
    mutating func noise() -> [UInt8] {
        let kind = below(plainNumber < Self.plainEnd ? 11 : 7)
        let length = below(200)
        let content = random(Int(length))
        switch kind {
        // The first byte is of those that are DTLS beside RTP (RFC 7983).
        case 0: return [20 + UInt8(length % 44)] + content
        case 1: return Self.record(Content.handshake, epoch: 2 + 7 * length, number: length, content)
        // Forged parts of a handshake, in the epoch whose keys nobody else has; as long as what is encrypted at the least.
        case 2: return sealed(Content.handshake, Self.message(Message.finished, place: 5, content + Self.tag))
        case 3: return sealed(Content.handshake, Self.message(Message.helloVerifyRequest, place: 0, content + Self.tag))
        case 4: return sealed(Content.handshake, Self.message(Message.serverHello, place: 1, content + Self.tag))
        case 5: return sealed(Content.alert, content + Self.tag)
        case 6: return sealed(Content.data, content + Self.tag)
        // What has no encryption, and is no record of this handshake all the same.
        case 7:
            let whole = plain(Content.handshake, Self.message(Message.certificate, place: 1, content))
            return Array(whole.prefix(1 + 7 * Int(length) % (whole.count - 1)))
        case 8:
            var other = plain(Content.handshake, Self.message(Message.certificate, place: 1, content))
            other.replaceSubrange(1..<3, with: [3, 3])
            return other
        case 9: return plain(Content.handshake, Self.message(Message.certificate, place: 60 + length, content))
        // It has no place in a handshake: what comes too early was overtaken.
        default: return plain(Content.cipherChange, [1])
        }
    }
}
