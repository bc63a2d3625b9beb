import MediaWire

/// When the packets of a whole transport came, until it has been reported
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01).
final class ArrivalLog {
    /// Made with the first packet: a peer that only waits takes little memory.
    private var times: UnsafeMutablePointer<Int64>?
    private(set) var highest: Int64 = -1
    private var nextToTell: Int64 = 0
    private var reportNumber: UInt8 = 0

    private static let capacity: Int64 = 1_024
    private static let notArrived: Int64 = -1
    /// What is overtaken by more packets than this stays missing: reports have a bound.
    private static let mostOvertaken: Int64 = 256

    deinit { times?.deallocate() }

    private func makeRoom() -> UnsafeMutablePointer<Int64> {
        let made = UnsafeMutablePointer<Int64>.allocate(capacity: Int(Self.capacity))
        made.initialize(repeating: Self.notArrived, count: Int(Self.capacity))
        times = made
        return made
    }

    var hasNews: Bool { highest >= nextToTell && highest >= 0 }

    /// Notes that a packet has come; answers its place among all of the transport.
    @discardableResult func note(_ sequence: SequenceNumber, nowUs: Int64) -> Int64 {
        let times = times ?? makeRoom()
        if highest < 0 {
            highest = Int64(sequence.value)
            nextToTell = highest
        }
        let index = PacketIndex.estimate(sequence, highest: highest)
        if index > highest {
            var gap = max(highest + 1, index - Self.capacity + 1)
            while gap < index {
                times[Int(gap & (Self.capacity - 1))] = Self.notArrived
                gap += 1
            }
            highest = index
            nextToTell = max(nextToTell, highest - Self.capacity + 1)
        } else if index < nextToTell {
            guard index > highest - Self.mostOvertaken else { return index }
            // Told as missing already: the next report begins with it, so that it is not taken for lost.
            nextToTell = index
        }
        times[Int(index & (Self.capacity - 1))] = max(0, nowUs)
        return index
    }

    /// Appends a report on what has not been told yet; false when there was nothing.
    func report(_ writer: inout RtcpWriter, sender: Ssrc, media: Ssrc) -> Bool {
        guard hasNews, let times else { return false }
        let base = nextToTell
        let count = Int(highest - nextToTell + 1)
        let told = writer.transportFeedback(
            sender: sender, media: media, base: SequenceNumber(UInt16(truncatingIfNeeded: base)), count: count,
            number: reportNumber
        ) { place in
            let time = times[Int((base + Int64(place)) & (Self.capacity - 1))]
            return time == Self.notArrived ? nil : time
        }
        guard told > 0 else { return false }
        nextToTell += Int64(told)
        reportNumber &+= 1
        return true
    }
}
