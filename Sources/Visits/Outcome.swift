/// How a visit ended.
public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    case completed, completedByTelephone, patientLeft, noShow, technicalFailure, cancelled
}

/// Where a visit is.
public enum VisitState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Agreed; the patient is not in the queue (not yet, or has left it).
    case booked
    /// In the queue, still trying devices.
    case arrived
    /// In the queue, tried.
    case waiting
    /// A clinician has accepted; the two have not both been connected yet.
    case admitted
    /// Patient and clinician have been connected.
    case inCall
    /// The clinician has stepped aside; nobody is heard or seen.
    case onHold
    /// Over, with an outcome.
    case ended
}
