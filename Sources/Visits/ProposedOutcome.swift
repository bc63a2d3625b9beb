import Kernel

extension Visit {
    /// The outcome that the events point to.
    ///
    /// Told apart by what happened: one who never opened the link, or never took a ticket on it, did not show; one
    /// who met a refused microphone, a failed test or a path that never came about had a technical failure; one who
    /// stood in the queue without any such trouble and was not seen, left. A refused camera alone stops nobody.
    ///
    /// A conference was held when the clinician met a professional from outside in it, whether or not the patient came.
    public var proposedOutcome: Outcome {
        if let ofConference { return ofConference }
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

    /// What the professionals of a conference tell of it; nil when none of them was met, or it is no conference.
    private var ofConference: Outcome? {
        guard booking.kind == .conference else { return nil }
        let professionals = participants.filter(\.isOutsideProfessional)
        let byPath = professionals.contains { !$0.meansUsed.isDisjoint(with: [.video, .voice]) }
        // Somebody by telephone among others by picture leaves it the video conference that it was.
        if everConnected, byPath { return .completed }
        if professionals.contains(where: { $0.meansUsed.contains(.telephone) }) {
            return everConnected ? .completed : .completedByTelephone
        }
        let letIn = professionals.contains { $0.stage == .admitted }
        return runsWithoutPatient && letIn ? .technicalFailure : nil
    }
}
