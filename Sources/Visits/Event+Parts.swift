import Kernel

/// The parts of an event that a sheet shows, each nil where the event has none.
extension Event.What {
    /// Whom it is about.
    public var participant: ID<Participant>? {
        switch self {
        case .booked(_, let id, _), .linkOpened(let id), .arrived(let id, _, _), .testPassed(let id, _),
            .testFailed(let id, _), .permissionDenied(let id, _), .becameReady(let id), .saidLate(let id, _),
            .left(let id), .admitted(let id, _), .invited(let id, _, _, _, _), .removed(let id),
            .connected(let id, _), .disconnected(let id, _), .calledAgain(let id), .lineMeasured(let id, _),
            .wentToTelephone(let id), .wentToPicture(let id), .tookBackTelephone(let id):
            id
        case .changed, .cancelled, .looked, .beganConference, .putBack, .held, .resumed, .transferred, .ended: nil
        }
    }

    /// To whom the visit was sent on.
    public var colleague: String? {
        if case .transferred(_, let name) = self { name } else { nil }
    }

    public var means: Means? {
        switch self {
        case .connected(_, let means): means
        case .wentToTelephone: .telephone
        default: nil
        }
    }

    public var drop: Event.Drop? {
        if case .disconnected(_, let drop) = self { drop } else { nil }
    }

    public var device: Device? {
        if case .permissionDenied(_, let device) = self { device } else { nil }
    }

    public var minutes: Int? {
        if case .saidLate(_, let minutes) = self { minutes } else { nil }
    }

    public var verdict: DeviceTest.Verdict? {
        switch self {
        case .testPassed(_, let test), .testFailed(_, let test): test.verdict
        default: nil
        }
    }

    public var acceptsVideo: Bool? {
        if case .arrived(_, _, let accepts) = self { accepts } else { nil }
    }

    public var outcome: Outcome? {
        switch self {
        case .ended(let outcome, _): outcome
        case .cancelled: .cancelled
        default: nil
        }
    }
}

extension LineSummary {
    /// The verdict under which most of the seconds were; the worse of two alike.
    public var usualVerdict: LineVerdict? {
        LineVerdict.allCases.reversed().filter { verdicts[$0.rawValue, default: 0] > 0 }
            .max { verdicts[$0.rawValue, default: 0] < verdicts[$1.rawValue, default: 0] }
    }

    /// The worst verdict that stood for ten seconds, which a person remembers of a minute; the usual one where none did.
    public var feltVerdict: LineVerdict? {
        LineVerdict.allCases.reversed().first { verdicts[$0.rawValue, default: 0] >= 10 } ?? usualVerdict
    }
}
