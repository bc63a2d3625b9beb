/// Reads a session description line by line. What stands before the first media line holds for all that do not say
/// otherwise.
struct SessionReader {
    private var session = SessionDescription()
    private var media: MediaDescription?
    private var fragment: String?
    private var password: String?
    private var sharedFragment: String?
    private var sharedPassword: String?
    private var sharedFingerprints: [Fingerprint] = []
    private var sharedSetup: DtlsSetup?
    private var sharedExtensions: [HeaderExtension] = []
    private var foreignHashSeen = false

    mutating func read(_ text: String) throws(OfferRefusal) -> SessionDescription {
        let lines = try SdpText.lines(text)
        guard let first = lines.first, SdpText.string(first) == "v=0" else { throw .malformed }
        for line in lines.dropFirst() {
            let (key, value) = SdpText.halves(line, "=")
            guard let value, key.count == 1 else { throw .malformed }
            switch key.first {
            case UInt8(ascii: "m"):
                try closeMedia()
                try openMedia(value)
            case UInt8(ascii: "b") where media == nil:
                bandwidth(value)
            case UInt8(ascii: "a"):
                let (name, content) = SdpText.halves(value, ":")
                try attribute(SdpText.string(name), content ?? value[value.endIndex...])
            default:
                break
            }
        }
        try closeMedia()
        return session
    }

    private mutating func openMedia(_ value: SdpText.Bytes) throws(OfferRefusal) {
        let words = SdpText.words(value)
        guard words.count >= 4, words.count < SdpText.mostEntries,
            let port: UInt16 = SdpText.number(SdpText.halves(words[1], "/").0)
        else { throw .malformed }
        guard session.media.count < SdpText.mostMedia else { throw .tooMany }
        let kindText = SdpText.string(words[0])
        let kind = MediaKind(rawValue: kindText) ?? .other
        var opened = MediaDescription(
            kind: kind, kindText: kindText, protocolText: SdpText.string(words[2]), isRefused: port == 0)
        opened.formats = words[3...].map(SdpText.string)
        if kind != .other {
            // The order of preference; rtpmap fills in the names.
            opened.codecs = words[3...].compactMap { word in
                guard let number: UInt8 = SdpText.number(word), number < 128 else { return nil }
                return Self.staticCodec(PayloadType(number))
            }
        }
        media = opened
        (fragment, password) = (nil, nil)
    }

    /// A payload type without an rtpmap line; the few fixed ones (RFC 3551) are of no use here, so all stay nameless.
    private static func staticCodec(_ type: PayloadType) -> Codec {
        Codec(payloadType: type, name: "", clockRate: 8_000, channels: 1)
    }

    private mutating func closeMedia() throws(OfferRefusal) {
        guard var closed = media else {
            (sharedFragment, sharedPassword) = (fragment, password)
            return
        }
        media = nil
        if let fragment = fragment ?? sharedFragment, let password = password ?? sharedPassword {
            let ice = IceCredentials(fragment: fragment, password: password)
            guard ice.isSound else { throw .iceForm }
            closed.ice = ice
        }
        if closed.fingerprints.isEmpty { closed.fingerprints = sharedFingerprints }
        if closed.fingerprints.isEmpty, foreignHashSeen { throw .fingerprintForm }
        closed.setup = closed.setup ?? sharedSetup
        closed.extensions += sharedExtensions
        closed.codecs.removeAll { $0.name.isEmpty }
        session.media.append(closed)
    }

    private mutating func attribute(_ name: String, _ value: SdpText.Bytes) throws(OfferRefusal) {
        switch name {
        case "ice-ufrag":
            fragment = SdpText.string(value)
        case "ice-pwd":
            password = SdpText.string(value)
        case "fingerprint":
            try fingerprint(value)
        case "setup":
            let setup = DtlsSetup(rawValue: SdpText.string(value))
            if media == nil { sharedSetup = setup } else { media?.setup = setup }
        case "extmap":
            guard let element = Self.headerExtension(value) else { throw .malformed }
            if media == nil { sharedExtensions.append(element) } else { media?.extensions.append(element) }
            guard (media?.extensions.count ?? 0) + sharedExtensions.count <= SdpText.mostEntries
            else { throw .tooMany }
        case "ice-lite":
            session.isIceLite = true
        case "group":
            let words = SdpText.words(value).map(SdpText.string)
            if words.first == "BUNDLE", session.bundle.isEmpty { session.bundle = Array(words.dropFirst()) }
        default:
            guard var changed = media else { return }
            media = nil
            try MediaReader.attribute(name, value, &changed)
            media = changed
        }
    }

    /// `AS` counts in kbit/s, `TIAS` in bit/s (RFC 3890); of two the lower one holds.
    private mutating func bandwidth(_ value: SdpText.Bytes) {
        let (kind, number) = SdpText.halves(value, ":")
        guard let number, let amount: UInt32 = SdpText.number(number) else { return }
        switch SdpText.string(kind) {
        case "AS": session.bandwidth = min(session.bandwidth ?? .max, UInt64(amount) * 1_000)
        case "TIAS": session.bandwidth = min(session.bandwidth ?? .max, UInt64(amount))
        default: break
        }
    }

    private mutating func fingerprint(_ value: SdpText.Bytes) throws(OfferRefusal) {
        let (hash, digits) = SdpText.halves(value, " ")
        guard let digits else { throw .fingerprintForm }
        // Several may stand side by side (RFC 8122 section 5.1); SHA-256 is the one that everybody writes.
        guard SdpText.string(hash).lowercased() == "sha-256" else {
            foreignHashSeen = true
            return
        }
        guard let fingerprint = Fingerprint(Substring(digits)) else { throw .fingerprintForm }
        if media == nil { sharedFingerprints.append(fingerprint) } else { media?.fingerprints.append(fingerprint) }
        guard sharedFingerprints.count + (media?.fingerprints.count ?? 0) <= 16 else { throw .tooMany }
    }

    private static func headerExtension(_ value: SdpText.Bytes) -> HeaderExtension? {
        let words = SdpText.words(value)
        guard words.count >= 2 else { return nil }
        let (number, direction) = SdpText.halves(words[0], "/")
        guard let id: UInt16 = SdpText.number(number), id >= 1 else { return nil }
        // Ids above 255 stand for "not assigned yet" (RFC 8285 section 5); nothing to keep of them.
        return HeaderExtension(
            id: UInt8(exactly: id) ?? 0, uri: SdpText.string(words[1]),
            direction: direction.flatMap { MediaDirection(rawValue: SdpText.string($0)) } ?? .sendrecv)
    }
}
