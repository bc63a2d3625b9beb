import Kernel
import Settlements

/// Zone, tariffs and settings are not what is tried here: an empty tariff file's worth and an offset that never
/// changes will do.
private let proposer: Proposer? = {
    // A zone file (RFC 8536) of one type, one hour east of Greenwich, and no changes.
    let header: [UInt8] = [0x54, 0x5A, 0x69, 0x66, 0x32] + Array(repeating: 0, count: 15)
    let counts: [UInt8] = Array(repeating: 0, count: 16) + [0, 0, 0, 1, 0, 0, 0, 0]
    let type: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0]
    let file = header + counts + type + header + counts + type + Array("\n<+01>-1\n".utf8)
    return (try? CivilZone(tzif: file)).map { Proposer(zone: $0, tariffs: Tariffs(rows: [])) }
}()

/// What libFuzzer calls with each input: everything that `venterum settle` does with a file, whole and in pieces, and
/// the two data files.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = settled(bytes, pieceLength: max(bytes.count, 1))
    // The pieces in which a file is read must not change what comes out.
    precondition(settled(bytes, pieceLength: 7) == whole, "pieces and whole differ")
    _ = try? TariffFile.read(bytes)
    _ = try? SettingsFile.read(bytes)
    return 0
}

private func settled(_ bytes: [UInt8], pieceLength: Int) -> [UInt8] {
    guard let proposer else { preconditionFailure("the fuzz target's own zone file is wrong") }
    var stream = FactsStream()
    var output: [UInt8] = []
    var at = 0
    while true {
        switch stream.next() {
        case .facts(let facts):
            proposer.propose(facts).writeJSON(to: &output)
            _ = facts.json(in: proposer.zone)
        case .malformed(let fault): output += Array("\(fault.ordinal)\(fault.path)\n".utf8)
        case .needsMore where at < bytes.count:
            let end = min(at + pieceLength, bytes.count)
            stream.feed(bytes[at..<end])
            at = end
        case .needsMore: stream.end()
        case .finished: return output
        }
    }
}
