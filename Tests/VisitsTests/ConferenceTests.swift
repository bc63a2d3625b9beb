import Kernel
import Testing
import Visits

/// A conference that begins without the patient, who may come later or never.
@Suite struct ConferenceTests {
    static let ward: ID<Participant> = ID("g-ward")
    static let nurse: ID<Participant> = ID("g-nurse")

    /// Booked, with somebody of a hospital and somebody of the municipality invited.
    static func booked() throws -> Visit {
        var visit = try Samples.booked()
        var booking = visit.booking
        booking.kind = .conference
        try visit.take(.change(booking))
        for (id, role) in [(ward, Participant.Role.hospital), (nurse, .municipality)] {
            try visit.take(.invite(id, name: id.text, role: role, organisation: nil, telephone: nil))
        }
        return visit
    }

    /// Begun while both professionals waited.
    static func begun(connected: Bool = true) throws -> Visit {
        var visit = try booked()
        for id in [ward, nurse] { try visit.take(.arrive(id, device: "d", acceptsVideo: nil)) }
        try visit.take(.beginConference, by: Samples.anna)
        guard connected else { return visit }
        for id in [Samples.annaHerself, ward, nurse] { try visit.take(.connect(id, .video)) }
        return visit
    }

    private func refusal(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return (error as? Refusal)?.word }
        return nil
    }

    @Test func thoseWhoWaitAreLetInAndThePatientIsNot() throws {
        var visit = try Self.booked()
        try visit.take(.arrive(Self.ward, device: "d", acceptsVideo: nil))
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        #expect(try visit.take(.beginConference, by: Samples.anna) == ["beganConference", "admitted"])
        #expect(visit.inRoom.map(\.id) == [Self.ward, Samples.annaHerself])
        #expect(visit.inRoom.map(\.seat) == [2, 1])
        #expect(visit.state == .admitted && visit.runsWithoutPatient)
        #expect(visit.state(for: visit.patient) == .arrived)
        try visit.take(.connect(Samples.annaHerself, .video))
        try visit.take(.connect(Self.ward, .video))
        #expect(visit.state == .inCall)
        // Who comes later is admitted as to any call.
        try visit.take(.arrive(Self.nurse, device: "d", acceptsVideo: nil))
        try visit.take(.admitGuest(Self.nurse), by: Samples.anna)
        #expect(visit.participant(Self.nurse)?.seat == 3)
    }

    @Test func aPatientWhoNeverComesIsNoNoShowWhereTheConferenceWasHeld() throws {
        var visit = try Self.begun()
        #expect(visit.proposedOutcome == .completed)
        try visit.take(.end(nil), by: Samples.anna)
        #expect(visit.ending?.outcome == .completed)
        #expect(visit.admittedAt == nil && visit.patient.arrivedAt == nil)
    }

    @Test func aPatientWhoComesLaterWaitsAndIsLetIn() throws {
        var visit = try Self.begun()
        try visit.take(.beLate(Samples.patient, minutes: 10))
        #expect(try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: true)) == ["arrived"])
        #expect(visit.unseen && !visit.queued && visit.state == .inCall)
        #expect(visit.inRoom.allSatisfy { $0.role != .patient })
        #expect(try visit.take(.connect(Samples.patient, .video)) == [])
        try visit.take(.ready(Samples.patient, Samples.good))
        #expect(visit.state(for: visit.patient) == .waiting)
        #expect(refusal { try visit.take(.admit, by: Samples.mikkel) } == "admitted-by-another")
        #expect(try visit.take(.admit, by: Samples.anna) == ["admitted"])
        #expect(try visit.take(.admit, by: Samples.anna) == [])
        #expect(visit.inRoom.compactMap(\.seat).sorted() == [0, 1, 2, 3] && !visit.runsWithoutPatient && !visit.unseen)
        // From now on it is a call like any other: one who goes out comes back to it.
        try visit.take(.leave(Samples.patient))
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        #expect(visit.patient.stage == .admitted)
    }

    @Test func aPatientWhoGoesAgainBeforeBeingLetInMustWaitAgain() throws {
        var visit = try Self.begun()
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        try visit.take(.leave(Samples.patient))
        #expect(refusal { try visit.take(.admit, by: Samples.anna) } == "not-arrived")
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        #expect(visit.patient.stage == .arrived && visit.inRoom.count == 3)
    }

    @Test func putBackEverybodyWaitsAndAColleagueMayBegin() throws {
        var visit = try Self.begun()
        try visit.take(.putBack, by: Samples.anna)
        #expect(visit.state == .booked && visit.clinician == nil && !visit.runsWithoutPatient)
        #expect(visit.participants.filter(\.queued).map(\.id) == [Self.ward, Self.nurse])
        #expect(try visit.take(.beginConference, by: Samples.mikkel) == ["beganConference", "admitted", "admitted"])
        #expect(visit.clinician?.name == "Dr. Mikkel Bruun")
        try visit.take(.transfer(to: ID("s-anna"), name: "Dr. Anna Holm"), by: Samples.mikkel)
        #expect(visit.transferred && visit.state == .booked)
        try visit.take(.beginConference, by: Samples.anna)
        #expect(!visit.transferred)
    }

    @Test func heldNobodyIsHeardAndResumedTheyAre() throws {
        var visit = try Self.begun()
        try visit.take(.hold, by: Samples.anna)
        #expect(visit.inRoom.isEmpty && visit.state == .onHold)
        try visit.take(.resume, by: Samples.anna)
        #expect(visit.inRoom.count == 3 && visit.state == .inCall)
    }

    @Test func whatIsRefused() throws {
        var other = try Samples.booked()
        #expect(refusal { try other.take(.beginConference, by: Samples.anna) } == "not-a-conference")
        var early = other
        var booking = early.booking
        booking.kind = .conference
        try early.take(.change(booking), at: early.changedAt)
        let before = Samples.start - .minutes(15) - Milliseconds(1)
        #expect(refusal { try early.take(.beginConference, by: Samples.anna, at: before) } == "too-early")
        #expect(try early.take(.beginConference, by: Samples.anna, at: Samples.start - .minutes(15)).count == 1)
        var mine = try Self.begun()
        #expect(try mine.take(.beginConference, by: Samples.anna) == [])
        #expect(refusal { try mine.take(.beginConference, by: Samples.mikkel) } == "admitted-by-another")
        #expect(refusal { try mine.take(.beginConference, by: .system) } == "clinicians-only")
        try mine.take(.end(nil), by: Samples.anna)
        #expect(refusal { try mine.take(.beginConference, by: Samples.anna) } == "visit-ended")
    }

    @Test func outcomesFollowFromWhoWasMet() throws {
        // Nobody came at all.
        var alone = try Self.booked()
        try alone.take(.beginConference, by: Samples.anna)
        try alone.take(.connect(Samples.annaHerself, .video))
        #expect(alone.proposedOutcome == .noShow && alone.state == .admitted)
        // They were let in, and no path ever came about.
        #expect(try Self.begun(connected: false).proposedOutcome == .technicalFailure)
        // Company makes no conference: the patient did not come.
        var company = alone
        try company.take(.invite(Samples.guest, name: "Bo", role: .relative, organisation: nil, telephone: nil))
        try company.take(.arrive(Samples.guest, device: "d", acceptsVideo: nil))
        try company.take(.admitGuest(Samples.guest), by: Samples.anna)
        try company.take(.connect(Samples.guest, .video))
        #expect(company.state == .inCall && company.proposedOutcome == .noShow)
        // All by telephone (R19).
        try alone.take(.guestToTelephone(Self.ward), by: Samples.anna)
        #expect(alone.state == .inCall && alone.proposedOutcome == .completedByTelephone)
        // The patient by telephone into a conference by picture leaves it one.
        var mixed = try Self.begun()
        #expect(try mixed.take(.goToTelephone, by: Samples.anna) == ["admitted", "wentToTelephone"])
        #expect(mixed.proposedOutcome == .completed && !mixed.runsWithoutPatient)
    }

    @Test func aWrongPressOnTheTelephoneIsTakenBack() throws {
        var visit = try Self.begun()
        #expect(try visit.take(.takeBackTelephone(Self.ward), by: Samples.anna) == [])
        // Of one who has a path: it goes on as if nothing had been.
        let before = visit.participant(Self.ward)
        try visit.take(.guestToTelephone(Self.ward), by: Samples.anna)
        try visit.take(.takeBackTelephone(Self.ward), by: Samples.anna)
        #expect(visit.participant(Self.ward) == before)
        // Of one who has not come, and was let in by the press alone.
        let third: ID<Participant> = ID("g-third")
        try visit.take(.invite(third, name: "Dr. Lund", role: .specialist, organisation: nil, telephone: nil))
        let invited = visit.participant(third)
        try visit.take(.guestToTelephone(third), by: Samples.anna, at: Samples.now + .minutes(1))
        #expect(visit.participant(third)?.stage == .admitted)
        try visit.take(.takeBackTelephone(third), by: Samples.anna, at: Samples.now + .minutes(2))
        #expect(visit.participant(third) == invited)
        #expect(refusal { try visit.take(.takeBackTelephone(Samples.patient), by: Samples.anna) } == "not-a-guest")
    }

    @Test func takenBackItCountsForNothing() throws {
        var visit = try Self.booked()
        var events: [Event] = []
        func take(_ second: Int64, _ command: Command, _ author: Author = .system) throws {
            for event in try visit.decide(command, by: author, at: Samples.now + .seconds(second)) {
                visit.apply(event)
                events.append(event)
            }
        }
        let first = try Visit.book(
            visit.booking, patient: Samples.patient, window: visit.window, by: .system, at: Samples.start - .days(2))
        let invitations = [(Self.ward, Participant.Role.hospital), (Self.nurse, .municipality)].map { id, role in
            Event(
                at: first.at, by: .system,
                what: .invited(id, name: id.text, role: role, organisation: nil, telephone: nil))
        }
        try take(0, .beginConference, Samples.anna)
        try take(0, .guestToTelephone(Self.nurse), Samples.anna)
        try take(60, .guestToTelephone(Self.ward), Samples.anna)
        try take(70, .hold, Samples.anna)
        try take(80, .resume, Samples.anna)
        try take(600, .takeBackTelephone(Self.ward), Samples.anna)
        try take(900, .end(nil), Samples.anna)
        let facts = try #require(
            Facts(visit.id, at: visit.clinic, events: [first] + invitations + events, now: Samples.now + .hours(1)))
        #expect(facts.people.first { $0.participant == Self.ward }?.legs == [])
        #expect(facts.people.first { $0.participant == Self.nurse }?.total(.telephone) == .seconds(890))
    }

    /// On the telephone microphone and camera rest: that is no change of means in the record.
    @Test func whoIsOnTheTelephoneRests() throws {
        var visit = try Samples.visit(in: .inCall)
        func rests(_ id: ID<Participant>) -> Bool { visit.participant(id).map(visit.talksByTelephone) ?? false }
        #expect(!rests(Samples.patient) && !rests(Samples.annaHerself))
        try visit.take(.goToTelephone, by: Samples.anna)
        #expect(rests(Samples.patient) && rests(Samples.annaHerself))
        for id in [Samples.patient, Samples.annaHerself] {
            #expect(try visit.take(.connect(id, .voice)) == [])
        }
        // Somebody is there by picture still: to them the clinician goes on speaking.
        try visit.take(.admitGuest(Samples.guest), by: Samples.anna)
        #expect(rests(Samples.patient) && !rests(Samples.annaHerself) && !rests(Samples.guest))
        try visit.take(.remove(Samples.guest))
        try visit.take(.goToPicture, by: Samples.anna)
        #expect(!rests(Samples.patient) && !rests(Samples.annaHerself))
        #expect(try visit.take(.connect(Samples.patient, .voice)) == ["connected"])
    }
}
