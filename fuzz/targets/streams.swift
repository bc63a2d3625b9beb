import MediaWire

/// What libFuzzer calls with each input: the first byte says how the rest is cut into pieces, which must make no
/// difference.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let first = bytes.first else { return 0 }
    let stream = UnsafeRawBufferPointer(rebasing: bytes[1...])
    let whole = cut(stream, every: max(1, stream.count))
    let pieces = cut(stream, every: Int(first) + 1)
    precondition(whole.isSound == pieces.isSound, "whether a stream is sound does not hang on its pieces")
    precondition(whole.datagrams == pieces.datagrams, "a stream holds the same datagrams however it is cut")
    return 0
}

private func cut(_ stream: UnsafeRawBufferPointer, every length: Int) -> (datagrams: [[UInt8]], isSound: Bool) {
    var input = StreamInput(longest: 300)
    var datagrams: [[UInt8]] = []
    var offset = 0
    while offset < stream.count {
        let piece = UnsafeRawBufferPointer(rebasing: stream[offset..<min(stream.count, offset + length)])
        offset += piece.count
        // As long as it has to be and no longer: the sanitizer sees what goes beyond.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: input.kept + piece.count, alignment: 1)
        defer { buffer.deallocate() }
        let kept = input.begin(buffer)
        UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]).copyMemory(from: piece)
        guard input.take(buffer, count: buffer.count, { datagrams.append(Array($0)) }) else {
            return (datagrams, false)
        }
        precondition(input.kept <= 302, "no more than one frame is kept")
    }
    return (datagrams, true)
}
