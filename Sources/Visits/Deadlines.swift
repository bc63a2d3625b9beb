import Kernel

extension Visit {
    /// Whether the visit has been left lying and the clock is to end it.
    ///
    /// One whose patient is not in the queue ends when its link has closed. One who still stands in the queue is never
    /// sent away while the page is there (`present`), and otherwise two hours after the link closed. A call in which
    /// nobody has been connected for two hours, and which is not on the telephone, was forgotten.
    public func isOverdue(at now: Instant, present: Bool) -> Bool {
        let grace = Milliseconds.hours(2)
        switch state {
        case .ended: return false
        case .booked: return now > closesAt
        case .arrived, .waiting: return !present && now > closesAt + grace
        case .admitted, .inCall, .onHold:
            let idle = participants.allSatisfy { $0.connection == nil }
            let onTelephone = participants.contains { $0.telephoneSince != nil }
            return now > closesAt && idle && now - changedAt > (onTelephone ? .hours(8) : grace)
        }
    }

    /// Whether the facts sheet can be read on the patient's link.
    public func factsReadable(at now: Instant, for span: Milliseconds) -> Bool {
        guard let ending else { return false }
        return now <= ending.at + span
    }

    /// Whether a link of this visit still says anything at all; after this it is as one that never was.
    public func linkKnown(at now: Instant, settings: ClinicSettings) -> Bool {
        if let ending { return now <= ending.at + settings.factsReadableFor }
        return now <= closesAt + .days(1) || state != .booked
    }
}
