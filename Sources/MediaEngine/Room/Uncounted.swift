/// A reference that is followed without being counted: what is done for every packet pays for no count of others' use.
///
/// It keeps nothing alive, so an owner must outlive it. Here that is the switchboard, which owns the peers, which own
/// their streams and slots; a peer is taken away between two datagrams, out of all places that point to it.
struct Uncounted<Object: AnyObject> {
    private let reference: Unmanaged<Object>

    init(_ object: Object) { reference = .passUnretained(object) }

    @inline(__always) func use<Result>(_ body: (Object) -> Result) -> Result {
        reference._withUnsafeGuaranteedRef(body)
    }

    static func === (left: Self, right: Object) -> Bool { left.reference.toOpaque() == Unmanaged.passUnretained(right).toOpaque() }
    static func !== (left: Self, right: Object) -> Bool { !(left === right) }
}
