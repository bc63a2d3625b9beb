import Kernel
import Testing
import Visits

/// What the table cannot say: times, people, outcomes.
@Suite struct VisitTests {
    private func refusal(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return (error as? Refusal)?.word }
        return nil
    }

    @Test func theLinkOpensAndClosesByTheClock() throws {
        var visit = try Samples.booked()
        let arrive = Command.arrive(Samples.patient, device: "phone", acceptsVideo: nil)
        let early = refusal { try visit.take(arrive, at: Samples.start - .minutes(15) - Milliseconds(1)) }
        #expect(early == "too-early")
        let late = refusal { try visit.take(arrive, at: Samples.start + .minutes(75) + Milliseconds(1)) }
        #expect(late == "too-late")
        try visit.take(arrive, at: Samples.start - .minutes(15))
        // Whoever has a ticket keeps it.
        let another = Command.arrive(Samples.patient, device: "laptop", acceptsVideo: nil)
        #expect(try visit.take(another, at: Samples.start + .minutes(90)) == ["arrived"])
    }

    @Test func whatWasRefusedAtFirstAndAllowedLaterIsRefusedNoMore() throws {
        var visit = try Samples.booked()
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        try visit.take(.denyPermission(Samples.patient, .microphone))
        #expect(visit.proposedOutcome == .technicalFailure)
        try visit.take(.ready(Samples.patient, Samples.good))
        try visit.take(.leave(Samples.patient))
        #expect(visit.proposedOutcome == .patientLeft)
    }

    @Test func aPatientWhoLeavesTheCallComesBackToIt() throws {
        var visit = try Samples.visit(in: .inCall)
        try visit.take(.leave(Samples.patient))
        #expect(visit.state(for: visit.patient) == .booked)
        #expect(visit.inRoom.map(\.role) == [.clinician])
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        #expect(visit.inRoom.map(\.role) == [.patient, .clinician])
        #expect(visit.unseen == false)
    }

    @Test func seatsAreGivenInOrderAndOnceOnly() throws {
        var visit = try Samples.visit(in: .inCall)
        for number in 2...6 {
            let guest: ID<Participant> = ID("g-\(number)")
            try visit.take(.invite(guest, name: "G\(number)", role: .relative, organisation: nil, telephone: nil))
            try visit.take(.arrive(guest, device: "d", acceptsVideo: nil))
        }
        #expect(
            refusal {
                try visit.take(.invite(ID("g-9"), name: "Nine", role: .other, organisation: nil, telephone: nil))
            } == "room-full")
        for number in 1...6 { try visit.take(.admitGuest(ID("g-\(number)")), by: Samples.anna) }
        #expect(visit.inRoom.compactMap(\.seat).sorted() == Array(0..<8))
        try visit.take(.remove(ID("g-3")))
        #expect(visit.inRoom.count == 7)
        #expect(refusal { try visit.take(.arrive(ID("g-3"), device: "d", acceptsVideo: nil)) } == "visit-ended")
        try visit.take(.invite(ID("g-9"), name: "Nine", role: .other, organisation: nil, telephone: nil))
        try visit.take(.arrive(ID("g-9"), device: "d", acceptsVideo: nil))
        try visit.take(.admitGuest(ID("g-9")), by: Samples.anna)
        #expect(visit.participant(ID("g-9"))?.seat == 4)
    }

    @Test func holdingSilencesTheRoomAndResumingOpensIt() throws {
        var visit = try Samples.visit(in: .inCall)
        try visit.take(.hold, by: Samples.anna)
        #expect(visit.inRoom.isEmpty)
        try visit.take(.resume, by: Samples.anna)
        #expect(visit.inRoom.count == 2)
    }

    @Test func puttingBackFreesTheClinicianAndKeepsThePlace() throws {
        var visit = try Samples.visit(in: .inCall)
        let arrived = visit.patient.arrivedAt
        try visit.take(.admitGuest(Samples.guest), by: Samples.anna)
        try visit.take(.putBack, by: Samples.anna)
        #expect(visit.clinician == nil)
        #expect(visit.patient.arrivedAt == arrived)
        #expect(visit.participant(Samples.guest)?.queued == true)
        try visit.take(.admit, by: Samples.mikkel)
        #expect(visit.clinician?.name == "Dr. Mikkel Bruun")
        #expect(visit.clinician?.seat == 1)
    }

    @Test func theColleagueOfATransferMayAlwaysAdmit() throws {
        var visit = try Samples.visit(in: .inCall)
        var booking = visit.booking
        try visit.take(.putBack, by: Samples.anna)
        booking.mayAdmit = [ID("s-anna")]
        try visit.take(.change(booking))
        try visit.take(.transfer(to: ID("s-mikkel"), name: "Dr. Mikkel Bruun"), by: Samples.anna)
        #expect(visit.transferred)
        #expect(visit.booking.with == [ID("s-mikkel")])
        #expect(visit.booking.mayAdmit == [ID("s-anna"), ID("s-mikkel")])
    }

    @Test func timeNeverRunsBackwards() throws {
        var visit = try Samples.visit(in: .waiting)
        let events = try visit.decide(.admit, by: Samples.anna, at: Samples.now - .hours(1))
        #expect(events.map(\.at) == [visit.changedAt])
        for event in events { visit.apply(event) }
        #expect(visit.changedAt == Samples.now)
    }

    @Test func wrongBookingsNameTheirField() {
        func field(_ change: (inout Booking) -> Void) -> String? {
            var booking = Samples.booking()
            change(&booking)
            do { try booking.check() } catch { return error.field }
            return nil
        }
        #expect(field { $0.triage = Booking.Triage(by: nil, at: Instant(ms: .min + 5)) } == "triagedAt")
        #expect(field { _ in } == nil)
        #expect(field { $0.patient = "" } == "patient")
        #expect(field { $0.patient = String(repeating: "a", count: 121) } == "patient")
        #expect(field { $0.telephone = "call me" } == "telephone")
        #expect(field { $0.telephone = "+45 20 11 22 33" } == nil)
        #expect(field { $0.telephone = "" } == nil)
        #expect(field { $0.minutes = 0 } == "minutes")
        #expect(field { $0.minutes = 241 } == "minutes")
        #expect(field { $0.start = Instant(ms: -1) } == "start")
    }

    @Test func outcomesAreToldApartByWhatHappened() throws {
        var visit = try Samples.booked()
        #expect(visit.proposedOutcome == .noShow)
        try visit.take(.openLink(Samples.patient))
        #expect(visit.proposedOutcome == .noShow)
        try visit.take(.arrive(Samples.patient, device: "phone", acceptsVideo: nil))
        #expect(visit.proposedOutcome == .patientLeft)
        var deaf = visit
        try deaf.take(.denyPermission(Samples.patient, .microphone))
        #expect(deaf.proposedOutcome == .technicalFailure)
        var blind = visit
        try blind.take(.denyPermission(Samples.patient, .camera))
        #expect(blind.proposedOutcome == .patientLeft)
        var failed = visit
        try failed.take(.ready(Samples.patient, Samples.useless))
        #expect(failed.proposedOutcome == .technicalFailure)
        try failed.take(.goToTelephone, by: Samples.anna)
        #expect(failed.proposedOutcome == .completedByTelephone)
        #expect(try Samples.visit(in: .admitted).proposedOutcome == .technicalFailure)
        #expect(try Samples.visit(in: .inCall).proposedOutcome == .completed)
    }

    @Test func overdueVisitsAreThoseThatAreLeftLying() throws {
        let closes = Samples.start + .minutes(75)
        let booked = try Samples.booked()
        #expect(!booked.isOverdue(at: closes, present: false))
        #expect(booked.isOverdue(at: closes + Milliseconds(1), present: false))
        let waiting = try Samples.visit(in: .waiting)
        #expect(!waiting.isOverdue(at: closes + .hours(5), present: true))
        #expect(waiting.isOverdue(at: closes + .hours(3), present: false))
        let call = try Samples.visit(in: .inCall)
        #expect(!call.isOverdue(at: closes + .hours(9), present: false))
        #expect(try !Samples.visit(in: .ended).isOverdue(at: closes + .days(9), present: false))
    }
}
