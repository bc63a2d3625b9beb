import MediaWire

/// Opens what arrives on one transport: tags checked, replays refused, decrypted in place.
///
/// A value that has one owner, so that nothing is counted when a packet is opened.
struct SrtpReceiver: ~Copyable {
    private struct Stream {
        let ssrc: Ssrc
        var window = ReplayWindow()
    }

    private let profile: SrtpProfile
    private let cipher: any PacketCipher
    private let controlCipher: any PacketCipher
    private let scratch: UnsafeMutableRawBufferPointer
    private let vector: PacketVector
    private let controlVector: PacketVector
    private var streams: ContiguousArray<Stream> = []
    private var controlStreams: ContiguousArray<Stream> = []

    /// Streams remembered per direction: a browser has a dozen; more only from somebody who means harm.
    private static let mostStreams = 64

    /// Genuine packets that came twice.
    private(set) var replays: UInt64 = 0
    /// Packets whose tag was wrong.
    private(set) var forgeries: UInt64 = 0

    /// Nil when the library refuses the keys.
    init?(_ profile: SrtpProfile, key: [UInt8], salt: [UInt8], _ crypto: any Cryptography) {
        let media = SrtpSessionKeys(profile, master: key, salt: salt, isControl: false, crypto)
        let control = SrtpSessionKeys(profile, master: key, salt: salt, isControl: true, crypto)
        guard
            let cipher = crypto.makeCipher(
                profile, .open, key: media.key, authenticationKey: media.authenticationKey, isControl: false),
            let controlCipher = crypto.makeCipher(
                profile, .open, key: control.key, authenticationKey: control.authenticationKey, isControl: true)
        else { return nil }
        self.profile = profile
        self.cipher = cipher
        self.controlCipher = controlCipher
        scratch = .allocate(byteCount: 16, alignment: 16)
        vector = PacketVector(profile, salt: media.salt, bytes: scratch)
        controlVector = PacketVector(profile, salt: control.salt, bytes: scratch)
        streams.reserveCapacity(8)
        controlStreams.reserveCapacity(8)
    }

    deinit { scratch.deallocate() }

    private static func place(of ssrc: Ssrc, in streams: ContiguousArray<Stream>) -> Int {
        for place in 0..<streams.count where streams[place].ssrc == ssrc { return place }
        return -1
    }

    /// Opens the RTP packet whose header has been read; answers its length without the tag.
    mutating func open(_ packet: UnsafeMutableRawBufferPointer, _ header: RtpHeader) -> Int? {
        let length = packet.count - profile.tagLength
        guard let base = packet.baseAddress, header.length <= length, let iv = UnsafeRawPointer(scratch.baseAddress)
        else { return nil }
        let place = Self.place(of: header.ssrc, in: streams)
        let highest = place < 0 ? -1 : streams[place].window.highest
        let index = PacketIndex.estimate(header.sequence, highest: highest)
        if place >= 0, !streams[place].window.mayTake(index) {
            replays &+= 1
            return nil
        }
        vector.make(header.ssrc, index: index)
        let rollover = UInt32(truncatingIfNeeded: index >> 16)
        guard cipher.open(base, clear: header.length, length: length, iv: iv, suffix: rollover, tag: base + length)
        else {
            forgeries &+= 1
            return nil
        }
        if place >= 0 {
            streams[place].window.take(index)
        } else {
            guard streams.count < Self.mostStreams else { return nil }
            var stream = Stream(ssrc: header.ssrc)
            stream.window.take(index)
            streams.append(stream)
        }
        return length
    }

    /// Opens an RTCP packet; answers its length without index and tag.
    mutating func openControl(_ packet: UnsafeMutableRawBufferPointer) -> Int? {
        let length = packet.count - profile.controlOverhead
        guard let base = packet.baseAddress, length >= 8, let iv = UnsafeRawPointer(scratch.baseAddress)
        else { return nil }
        let isGcm = profile == .aes128Gcm
        let wordPlace = isGcm ? packet.count - 4 : length
        let tagPlace = isGcm ? length : length + 4
        let word = (base + wordPlace).loadUnaligned(as: UInt32.self).bigEndian
        // We have agreed on encryption: a packet that says it is in the clear is none of ours.
        guard word & 0x8000_0000 != 0 else { return nil }
        let index = Int64(word & 0x7FFF_FFFF)
        let ssrc = Ssrc((base + 4).loadUnaligned(as: UInt32.self).bigEndian)
        let place = Self.place(of: ssrc, in: controlStreams)
        if place >= 0, !controlStreams[place].window.mayTake(index) {
            replays &+= 1
            return nil
        }
        controlVector.make(ssrc, index: index)
        guard controlCipher.open(base, clear: 8, length: length, iv: iv, suffix: word, tag: base + tagPlace) else {
            forgeries &+= 1
            return nil
        }
        if place >= 0 {
            controlStreams[place].window.take(index)
        } else if controlStreams.count < Self.mostStreams {
            var stream = Stream(ssrc: ssrc)
            stream.window.take(index)
            controlStreams.append(stream)
        }
        return length
    }
}
