import Kernel
import Testing
import Visits

/// What holds in a conference whatever is pressed, in whatever order.
@Suite struct ConferenceHistoryTests {
    /// SplitMix64.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let people = [Samples.patient, ConferenceTests.ward, ConferenceTests.nurse]

    private static func press(_ chance: inout Chance) -> (Command, Author) {
        let one = people.randomElement(using: &chance) ?? Samples.patient
        let guest = people.dropFirst().randomElement(using: &chance) ?? ConferenceTests.ward
        let means: Means = Bool.random(using: &chance) ? .video : .voice
        let staff = Int.random(in: 0..<4, using: &chance) == 0 ? Samples.mikkel : Samples.anna
        let connecting = Int.random(in: 0..<4, using: &chance) == 0 ? Samples.annaHerself : one
        let presses: [(Command, Author)] = [
            (.arrive(one, device: "d", acceptsVideo: nil), .participant(one)), (.leave(one), .participant(one)),
            (.ready(one, Samples.good), .participant(one)), (.beLate(one, minutes: 5), .participant(one)),
            (.callAgain(one), .participant(one)),
            (.beginConference, staff), (.beginConference, staff), (.admit, staff), (.admitGuest(guest), staff),
            (.putBack, staff), (.hold, staff), (.resume, staff), (.goToTelephone, staff), (.goToPicture, staff),
            (.guestToTelephone(guest), staff), (.takeBackTelephone(guest), staff),
            (.connect(connecting, means), .system), (.connect(connecting, means), .system),
            (.connect(connecting, means), .system), (.disconnect(connecting, .pathLost), .system),
        ]
        return presses.randomElement(using: &chance) ?? (.look, staff)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func whateverIsPressed(seed: UInt64) throws {
        var chance = Chance(state: seed)
        var visit = try ConferenceTests.booked()
        var events: [Event] = []
        /// Let in to the call that runs now, as the events tell it.
        var letIn = false
        for step in 0..<120 {
            let (command, author) = Self.press(&chance)
            let more = (try? visit.decide(command, by: author, at: Samples.now + .seconds(Int64(step)))) ?? []
            for event in more {
                visit.apply(event)
                events.append(event)
                switch event.what {
                case .admitted(Samples.patient, _): letIn = true
                case .beganConference, .putBack: letIn = false
                default: break
                }
            }
            check(visit, letIn: letIn, "seed \(seed), step \(step), \(command)")
        }
        if case .noShow = visit.proposedOutcome {
            #expect(visit.patient.arrivedAt == nil && !visit.everConnected, "seed \(seed)")
        }
        // The same events give the same visit again.
        var again = try ConferenceTests.booked()
        for event in events { again.apply(event) }
        #expect(again == visit, "seed \(seed)")
    }

    private func check(_ visit: Visit, letIn: Bool, _ when: String) {
        let seats = visit.inRoom.compactMap(\.seat)
        #expect(Set(seats).count == visit.inRoom.count, "each in the room has a seat of their own: \(when)")
        #expect(seats.allSatisfy { (0..<Visit.seats).contains($0) }, "\(when)")
        if visit.call == nil { #expect(visit.inRoom.isEmpty && !visit.runsWithoutPatient, "\(when)") }
        // Nobody is heard or seen before being admitted.
        if visit.patient.stage == .admitted { #expect(letIn, "\(when)") }
        #expect(visit.runsWithoutPatient == (visit.call != nil && !letIn), "\(when)")
        if visit.call != nil { #expect(visit.clinician?.seat == 1, "\(when)") }
        for one in visit.participants where one.connection != nil { #expect(one.stage == .admitted, "\(when)") }
    }
}
