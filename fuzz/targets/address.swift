import MediaWire

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    guard let address = TransportAddress(text, port: 1) else { return 0 }
    // What has been read is written in a form that reads as the same.
    precondition(TransportAddress(address.host, port: 1) == address, "an address that does not read as itself")
    return 0
}
