/// Which packets of a stream have been taken already (RFC 3711 section 3.3.2): the last 128 before the newest.
struct ReplayWindow {
    /// The highest index taken; -1 before the first.
    private(set) var highest: Int64 = -1
    /// Bit n of the pair stands for `highest - n`.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    static let width: Int64 = 128

    /// Whether the packet may be new. Asked before its tag is checked; says nothing about it being genuine.
    func mayTake(_ index: Int64) -> Bool {
        let age = highest &- index
        if age < 0 { return true }
        guard age < Self.width else { return false }
        return age < 64 ? low & (1 << UInt64(age)) == 0 : high & (1 << UInt64(age - 64)) == 0
    }

    /// Notes a genuine packet.
    mutating func take(_ index: Int64) {
        let step = index &- highest
        if step > 0 {
            if highest < 0 || step >= Self.width {
                (low, high) = (0, 0)
            } else if step >= 64 {
                // Smart shifts: a shift by 64 gives 0.
                (high, low) = (low << UInt64(step - 64), 0)
            } else {
                high = high << UInt64(step) | low >> UInt64(64 - step)
                low <<= UInt64(step)
            }
            low |= 1
            highest = index
        } else if -step < 64 {
            low |= 1 << UInt64(-step)
        } else if -step < Self.width {
            high |= 1 << UInt64(-step - 64)
        }
    }
}
