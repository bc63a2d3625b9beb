import MediaEngine
import MediaWire

// Two peers in a room, both with an ordinary offer. The input is a row of datagrams, each behind three bytes: who sends it
// and how many times four milliseconds have passed, and its length.

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let fingerprint = Fingerprint(bytes: [UInt8](repeating: 7, count: 32)) else { return 0 }
    let board = Switchboard(OpenCryptography(fingerprint), candidates: [], outbox: Outbox(capacity: 16))
    for place in addresses.indices {
        guard let offer = try? Offer(ordinaryOffer(fingerprint)), connect(place, board, offer), board.line(of: "\(place)") != nil
        else { preconditionFailure("a peer that cannot join tests nothing") }
    }
    var reader = ByteReader(UnsafeRawBufferPointer(start: start, count: count))
    var nowUs: Int64 = 0
    while let control = reader.u8(), let length = reader.u16() {
        nowUs += Int64(control >> 1) * 4_000
        guard let bytes = reader.take(min(Int(length), reader.remaining)) else { break }
        // A copy of its own, as long as the datagram and no longer.
        let datagram = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { datagram.deallocate() }
        datagram.copyMemory(from: bytes)
        board.receive(datagram, from: addresses[Int(control & 1)], nowUs: nowUs)
        board.turn(nowUs: nowUs)
        board.outbox.clear()
        _ = board.takeNews()
    }
    // Whoever has left leaves nothing behind: the leak detector watches.
    board.leaveAll(nowUs: nowUs)
    return 0
}
