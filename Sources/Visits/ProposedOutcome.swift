import Kernel

extension Visit {
    /// The outcome that the events point to.
    ///
    /// Told apart by what happened: one who never opened the link, or never took a ticket on it, did not show; one
    /// who met a refused microphone, a failed test or a path that never came about had a technical failure; one who
    /// stood in the queue without any such trouble and was not seen, left. A refused camera alone stops nobody.
    public var proposedOutcome: Outcome {
        if everByTelephone { return .completedByTelephone }
        if everConnected { return .completed }
        let patient = patient
        guard patient.linkOpenedAt != nil || patient.arrivedAt != nil else { return .noShow }
        let testFailed = patient.test?.verdict == .telephone
        let deaf = patient.denied.contains(.microphone)
        if testFailed || deaf { return .technicalFailure }
        // Accepted by a clinician, and yet the two were never connected: the path is what was missing.
        if admittedAt != nil && patient.stage == .admitted { return .technicalFailure }
        return patient.arrivedAt == nil ? .noShow : .patientLeft
    }
}
