import Synchronization

/// Which media thread each peer lives on.
///
/// Asked by commands only, never by the packet path.
final class Homes: Sendable {
    private let places = Mutex<[String: Int]>([:])
    let threads: Int

    init(_ threads: Int) { self.threads = max(1, threads) }

    /// Settles a peer on its home's thread; also tells the thread it lived on before, where that was another.
    func settle(_ peer: String, home: String) -> (thread: Int, former: Int?) {
        // FNV-1a: the same home gives the same thread whatever the process.
        let hash = home.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let thread = Int(hash % UInt64(threads))
        return places.withLock { places in
            let former = places.updateValue(thread, forKey: peer)
            return (thread, former == thread ? nil : former)
        }
    }

    /// With one thread there is nothing to look up.
    func thread(of peer: String) -> Int? { threads == 1 ? 0 : places.withLock { $0[peer] } }

    /// Forgets a peer that is gone from a thread; false where it has moved, and lives on another by now.
    @discardableResult func forget(_ peer: String, on thread: Int) -> Bool {
        places.withLock { places in
            guard places[peer, default: thread] == thread else { return false }
            places[peer] = nil
            return true
        }
    }

    func forget(_ peer: String) { places.withLock { $0[peer] = nil } }
}
