import MediaEngine
import MediaWire

// A peer whose offer is the input, beside one with an ordinary offer that speaks: its lines, payload types and extensions are
// what everything that is forwarded to it is written with.

/// An RTP packet of the ordinary peer (RFC 3550 section 5.1), with room for a tag behind it.
private func packet(_ ssrc: UInt8, type: PayloadType, number: UInt16, time: UInt32, _ payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 0x80 | type.value, UInt8(number >> 8), UInt8(number & 255)]
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: time >> (24 - 8 * $0)) }
    return bytes + [0, 0, 0, ssrc] + payload + [UInt8](repeating: 0, count: 64)
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    guard let strange = try? Offer(text), let fingerprint = Fingerprint(bytes: [UInt8](repeating: 7, count: 32)) else { return 0 }
    let crypto = OpenCryptography(fingerprint)
    let board = Switchboard(crypto, candidates: [], outbox: Outbox(capacity: 16))
    guard let ordinary = try? Offer(ordinaryOffer(fingerprint)), connect(0, board, ordinary), board.line(of: "0") != nil else {
        preconditionFailure("a peer that cannot join tests nothing")
    }
    crypto.theirs = strange.fingerprint
    guard connect(1, board, strange), board.line(of: "1") != nil else {
        preconditionFailure("an offer that can be read, and no connection")
    }
    var nowUs: Int64 = 0
    for number in 1...60 {
        nowUs += 20_000
        let count = UInt16(number)
        // VP8 with a key frame's head (RFC 7741).
        let picture: [UInt8] = [0x90, 0x80, 0x80, UInt8(number), 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01]
        for var bytes in [
            packet(1, type: OfferDraft.Types.opus, number: count, time: UInt32(number) * 960, [0x78, 1, 2, 3]),
            packet(3, type: OfferDraft.Types.vp8, number: count, time: UInt32(number) * 1_800, picture),
        ] {
            bytes.withUnsafeMutableBytes { board.receive($0, from: addresses[0], nowUs: nowUs) }
        }
        board.turn(nowUs: nowUs)
        board.outbox.clear()
        _ = board.takeNews()
    }
    // Its page asks for a new path as well.
    if let answer = try? board.restart("1", strange, nowUs: nowUs) {
        precondition((try? SessionDescription(parsing: answer)) != nil, "an answer of ours that cannot be read")
    }
    board.turn(nowUs: nowUs)
    board.leaveAll(nowUs: nowUs)
    return 0
}
