/// Who is free to see the next patient; those who find nobody wait their turn.
actor Clinicians {
    /// One clinician at a desk: signed in, path warm.
    struct Desk: Sendable {
        let staff: StaffDoor
        let peer: Int
    }

    private var free: [Desk]
    private var waiting: [CheckedContinuation<Desk, Never>] = []

    init(_ desks: [Desk]) { free = desks }

    /// The next free one.
    func next() async -> Desk {
        if let desk = free.popLast() { return desk }
        return await withCheckedContinuation { waiting.append($0) }
    }

    /// Is free again.
    func release(_ desk: Desk) {
        if waiting.isEmpty { free.append(desk) } else { waiting.removeFirst().resume(returning: desk) }
    }
}

/// What became of the day.
actor DayLedger {
    /// How each visit ended, by its meeting's number.
    private(set) var outcomes: [Int: String] = [:]
    /// Why a meeting was not held to its end.
    private(set) var lost: [Int: String] = [:]
    private(set) var admitMs: [Double] = []
    private(set) var peak = 0
    private(set) var participantSeconds = 0.0
    private var present = 0

    func enter(_ people: Int) {
        present += people
        peak = max(peak, present)
    }

    func exit(_ people: Int, after seconds: Double) {
        present -= people
        participantSeconds += Double(people) * seconds
    }

    func admitted(afterMs: Double) { admitMs.append(afterMs) }
    func ended(_ meeting: Int, as outcome: String) { outcomes[meeting] = outcome }
    func lose(_ meeting: Int, _ reason: String) { lost[meeting] = reason }
}
