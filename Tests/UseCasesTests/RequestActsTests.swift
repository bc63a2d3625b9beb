import Access
import Kernel
import Testing
import UseCases
import Visits

/// From a patient's wish on the clinic's page to a triaged visit, or to a reasoned no.
@Suite struct RequestActsTests {
    private static let wish = VideoWish(
        name: " Karen Jensen ", telephone: "20 11 22 33", reasons: [.distance], text: "Jeg bor på Anholt")

    private func order(_ world: World, minutes: Int64 = 60) -> BookingOrder {
        BookingOrder(patient: "", telephone: "", start: world.clock.now() + .minutes(minutes), with: [world.anna.id])
    }

    @Test func anAcceptedRequestIsATriagedVisitWithALink() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        let seen = try await world.acts.clinicView(by: .staff(world.lone))
        #expect(seen.requests.map(\.name) == ["Karen Jensen"])
        #expect(seen.requests.first?.reasons == [.distance])
        world.clock.pass(.minutes(3))
        let given = try await world.acts.acceptRequest(id, order(world), by: .staff(world.lone))
        let booking = given.visit.booking
        #expect(booking.patient == "Karen Jensen" && booking.telephone == "20 11 22 33")
        #expect(booking.triage == Booking.Triage(by: world.lone.id, at: world.clock.now()))
        #expect(booking.request == id)
        #expect(try await world.acts.holder(ofLink: given.token).visit == given.visit.id)
        #expect(try await world.store.requestEvents(of: id).map(\.word) == ["asked", "accepted"])
        #expect(try await world.acts.clinicView(by: .staff(world.lone)).requests.isEmpty)
        let audit = try await world.store.audit(of: world.clinic.id, limit: 20)
        #expect(audit.contains { $0.act == .askForVideo && $0.caller == "nobody" && $0.result == .done })
        #expect(audit.contains { $0.act == .acceptRequest && $0.visit == given.visit.id && $0.result == .done })
        #expect(world.news.told.withLock { $0 }.contains(.clinic(world.clinic.id)))
    }

    /// Who asked for video wished for it: nobody is asked again.
    @Test func theWishAnswersTheSettlementsQuestion() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        let given = try await world.acts.acceptRequest(id, order(world), by: .staff(world.anna))
        let view = try await world.acts.settlement(of: given.visit.id, by: .staff(world.anna))
        #expect(view.facts.assessment.patientAccepts == true)
        #expect(!view.proposal.missing.contains("assessment.patientAccepts"))
        let plain = try await world.book()
        let other = try await world.acts.settlement(of: plain.visit.id, by: .staff(world.anna))
        #expect(other.facts.assessment.patientAccepts == nil)
    }

    @Test func ofTwoWhoAnswerOneWins() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        async let first = result { try await world.acts.acceptRequest(id, order(world), by: .staff(world.anna)) }
        async let second = result { try await world.acts.acceptRequest(id, order(world), by: .staff(world.lone)) }
        let words = await [first, second].compactMap(\.self)
        #expect(words == ["request-answered-by"])
        let day = try await world.store.visits(
            at: world.clinic.id, from: world.clock.now(), to: world.clock.now() + .hours(2), withOpen: false)
        #expect(day.count == 1)
    }

    private func result(_ act: () async throws -> GivenLink) async -> String? {
        do {
            _ = try await act()
            return nil
        } catch { return (error as? Refusal)?.word ?? "\(error)" }
    }

    @Test func aRefusedBookingLeavesTheRequestWaiting() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        await #expect(throws: Refusal(.invalid, "time-is-past", field: "start")) {
            try await world.acts.acceptRequest(id, order(world, minutes: -60), by: .staff(world.lone))
        }
        #expect(try await world.store.requests(waitingAt: world.clinic.id).map(\.id) == [id])
    }

    @Test func aDeclineNeedsAReasonAndIsKept() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        await #expect(throws: Refusal(.invalid, "reason-missing", field: "reason")) {
            try await world.acts.declineRequest(id, reason: "  ", by: .staff(world.lone))
        }
        try await world.acts.declineRequest(id, reason: "Lægen vil undersøge dig", by: .staff(world.lone))
        #expect(try await world.store.requestEvents(of: id).map(\.word) == ["asked", "declined"])
        let said = try await world.store.audit(of: world.clinic.id, limit: 20)
        #expect(said.contains { $0.act == .declineRequest && $0.word == "reason-missing" && $0.result == .refused })
        // Nothing that was typed stands in the audit.
        #expect(!said.contains { "\($0)".contains("Karen") || "\($0)".contains("Anholt") })
    }

    @Test func anotherClinicsRequestIsNotThereAndOutsidersMayNotAnswer() async throws {
        let world = try await World()
        let id = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        await #expect(throws: Refusal(.notFound, "no-such-request")) {
            try await world.acts.acceptRequest(id, order(world), by: .staff(world.stranger))
        }
        await #expect(throws: Refusal(.unknownCaller, "not-signed-in")) {
            try await world.acts.declineRequest(id, reason: "nej", by: .nobody)
        }
        let link = try await world.book()
        let holder = try await world.acts.holder(ofLink: link.token)
        await #expect(throws: Refusal(.forbidden, "staff-only")) {
            try await world.acts.declineRequest(id, reason: "nej", by: .participant(holder))
        }
        #expect(try await world.acts.clinicView(by: .staff(world.stranger)).requests.isEmpty)
    }

    @Test func theQueueOfRequestsHasAnEndAndTwoPressesAreOne() async throws {
        let world = try await World()
        let first = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        #expect(try await world.acts.askForVideo(Self.wish, at: world.clinic.id) == first)
        for number in 1..<100 {
            var wish = Self.wish
            wish.name = "Nummer \(number)"
            try await world.acts.askForVideo(wish, at: world.clinic.id)
        }
        let one = VideoWish(name: "Den sidste", telephone: "20 11 22 33", reasons: [.work])
        await #expect(throws: Refusal(.tooMany, "requests-full")) {
            try await world.acts.askForVideo(one, at: world.clinic.id)
        }
        await #expect(throws: Refusal(.notFound, "no-such-clinic")) {
            try await world.acts.askForVideo(one, at: ID("c-none"))
        }
    }

    @Test func aClinicMayCloseItsPage() async throws {
        let world = try await World()
        var settings = world.clinic.settings
        settings.takesRequests = false
        try await world.acts.setQueue(settings, by: .staff(world.birgit))
        await #expect(throws: Refusal(.conflict, "requests-closed")) {
            try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        }
    }

    @Test func unansweredAndDeclinedGoAfterThirtyDaysAcceptedWithTheVisits() async throws {
        let world = try await World()
        let accepted = try await world.acts.askForVideo(Self.wish, at: world.clinic.id)
        _ = try await world.acts.acceptRequest(accepted, order(world), by: .staff(world.lone))
        var wish = Self.wish
        wish.name = "Mogens"
        let waiting = try await world.acts.askForVideo(wish, at: world.clinic.id)
        world.clock.pass(.days(31))
        try await world.acts.tick()
        #expect(try await world.store.request(waiting) == nil)
        #expect(try await world.store.requestEvents(of: waiting).isEmpty)
        #expect(try await world.store.request(accepted) != nil)
        world.clock.pass(.days(6 * 365))
        try await world.acts.tick()
        #expect(try await world.store.request(accepted) == nil)
    }
}
