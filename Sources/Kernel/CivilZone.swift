/// The offsets of a place's wall clock from UTC, past and to come, as the operating system's tz database has them.
///
/// Made from the bytes of a zone file (see `init(tzif:)`), which the edge reads: this module does no I/O. There is no
/// default: a clinic whose zone file is missing must be told at start, not served in UTC.
public struct CivilZone: Sendable {
    /// Instants (in seconds since the epoch) at which the offset changes, ascending.
    let changes: [Int64]
    /// The offset from `changes[i]` on, in seconds east of Greenwich.
    let offsets: [Int32]
    /// The offset before the first change.
    let firstOffset: Int32
    /// What holds after the last change, for ever.
    let rule: PosixZoneRule?

    /// Seconds to add to UTC for the wall clock at `instant`.
    public func offsetSeconds(at instant: Instant) -> Int {
        let seconds = instant.wholeSeconds
        guard let last = changes.last, seconds < last else {
            if let rule { return rule.offsetSeconds(at: seconds) }
            return Int(offsets.last ?? firstOffset)
        }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return Int(low == 0 ? firstOffset : offsets[low - 1])
    }

    /// What the wall clock shows at `instant`.
    public func local(_ instant: Instant) -> LocalMoment {
        let seconds = instant.wholeSeconds
        let (shifted, overflow) = seconds.addingReportingOverflow(Int64(offsetSeconds(at: instant)))
        let local = overflow ? seconds : shifted
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return LocalMoment(date: LocalDate(dayNumber: Int32(clamping: day)), secondOfDay: Int(local - day * 86_400))
    }

    /// The instant at which the wall clock shows `moment`: the first where the clock shows it twice, and in the
    /// hour which
    /// spring leaves out, the instant that hour would have been by the offset before.
    public func instant(_ moment: LocalMoment) -> Instant {
        let wall = Int64(moment.date.dayNumber) * 86_400 + Int64(moment.secondOfDay)
        let dayBefore = offsetSeconds(at: Instant(ms: (wall - 86_400) * 1_000))
        let early = Instant(ms: (wall - Int64(dayBefore)) * 1_000)
        if offsetSeconds(at: early) == dayBefore { return early }
        let late = Instant(ms: (wall - Int64(offsetSeconds(at: early))) * 1_000)
        return local(late) == moment ? late : early
    }
}
