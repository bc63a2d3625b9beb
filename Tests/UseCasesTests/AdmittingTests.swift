import Access
import Kernel
import Testing
import UseCases
import Visits

/// From a link to a call and its end.
@Suite struct AdmittingTests {
    @Test func fromLinkToEnd() async throws {
        let world = try await World()
        let link = try await world.book(with: [world.anna])
        let patient = try await world.arrive(link)
        let patientPeer = try await world.connect(.participant(patient))
        try await world.acts.ready(patient, .good)
        let annaPeer = try await world.connect(.staff(world.anna))
        #expect(world.chair(patientPeer) == nil)

        let waiting = try await world.acts.patientView(for: patient, device: "phone")
        #expect(waiting.state == .waiting)
        #expect(waiting.queue?.place == 1)
        world.clock.pass(.minutes(5))

        // Both paths are warm: admitting is one step to the call.
        let admitted = try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        #expect(admitted.state == .inCall)
        #expect(world.chair(patientPeer) == TestMedia.Chair(room: link.visit.id.text, seat: 0))
        #expect(world.chair(annaPeer) == TestMedia.Chair(room: link.visit.id.text, seat: 1))
        let inCall = try await world.acts.patientView(for: patient, device: "phone")
        #expect(inCall.call?.others.map(\.name) == ["Dr. Anna Holm"])
        #expect(inCall.call?.telephone == "70102030")

        world.clock.pass(.minutes(8))
        let ended = try await world.acts.end(link.visit.id, by: .staff(world.anna))
        #expect(ended.ending?.outcome == .completed)
        #expect(world.chair(patientPeer) == nil)
        #expect(try await world.acts.patientView(for: patient, device: "phone").outcome == .completed)
        #expect(
            try await world.words(link.visit.id) == [
                "booked", "linkOpened", "arrived", "testPassed", "becameReady", "admitted", "connected", "connected",
                "ended",
            ])
    }

    @Test func whatIsKeptIsWhatTheEventsTell() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        try await world.acts.ready(patient, .good)
        try await world.acts.beLate(patient, minutes: 5)
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        try await world.acts.putBack(link.visit.id, by: .staff(world.anna))
        let history = try await world.store.events(of: link.visit.id)
        let told = Visit(link.visit.id, at: world.clinic.id, history: history)
        #expect(try await world.store.visit(link.visit.id) == told)
    }

    @Test func ofTwoWhoPressAtOnceOneWins() async throws {
        let world = try await World()
        let link = try await world.book()
        try await world.arrive(link)
        let acts = world.acts
        let visit = link.visit.id
        let refusals = await withTaskGroup(of: Refusal?.self) { group in
            for member in [world.anna, world.mikkel] {
                group.addTask {
                    do {
                        try await acts.admit(visit, by: .staff(member))
                        return nil
                    } catch { return error as? Refusal }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 1)
        let refusal = try #require(refusals.compactMap(\.self).first)
        #expect(refusal.kind == .conflict)
        #expect(refusal.word == "admitted-by-another")
        let winner = try #require(try await world.store.visit(visit)?.call?.name)
        #expect(refusal.details["name"] == winner)
        #expect(try await world.words(visit).count { $0 == "admitted" } == 1)
    }

    @Test func aLateVersionIsNotKept() async throws {
        let world = try await World()
        let link = try await world.book()
        let event = Event(at: world.clock.now(), by: .system, what: .linkOpened(link.participant))
        var one = link.visit
        one.apply(event)
        let change = VisitChange(visit: one, events: [event], expected: link.visit.version)
        #expect(try await world.store.save(change))
        #expect(try await world.store.save(change) == false)
        #expect(try await world.words(link.visit.id) == ["booked", "linkOpened"])
    }

    @Test func aClinicianHasOneVoice() async throws {
        let world = try await World()
        let first = try await world.book("Karen Jensen")
        let second = try await world.book("Mogens Petersen")
        try await world.arrive(first)
        try await world.arrive(second)
        try await world.acts.admit(first.visit.id, by: .staff(world.anna))
        await #expect(throws: Refusal(.conflict, "already-in-a-call")) {
            try await world.acts.admit(second.visit.id, by: .staff(world.anna))
        }
        try await world.acts.hold(first.visit.id, by: .staff(world.anna))
        #expect(try await world.acts.admit(second.visit.id, by: .staff(world.anna)).call?.by == world.anna.id)
        await #expect(throws: Refusal(.conflict, "already-in-a-call")) {
            try await world.acts.resume(first.visit.id, by: .staff(world.anna))
        }
    }

    @Test func anotherDeviceTakesOverAndKeepsThePlace() async throws {
        let world = try await World()
        let first = try await world.book("Karen Jensen")
        let second = try await world.book("Mogens Petersen")
        let karen = try await world.arrive(first)
        world.clock.pass(.seconds(30))
        try await world.arrive(second)
        world.clock.pass(.seconds(30))
        try await world.acts.arrive(karen, device: "laptop")
        #expect(try await world.acts.patientView(for: karen, device: "phone").state == .moved)
        let now = try await world.acts.patientView(for: karen, device: "laptop")
        #expect(now.state == .arrived)
        #expect(now.queue?.place == 1)
    }

    @Test func aNewPathReplacesTheOldOneInTheRoom() async throws {
        let world = try await World()
        let (link, patient, old) = try await world.call()
        try await world.acts.callAgain(patient)
        let new = try await world.connect(.participant(patient))
        #expect(world.media.left.withLock { $0 } == [old])
        try await world.acts.take(.gone(old))
        #expect(world.chair(new) == TestMedia.Chair(room: link.visit.id.text, seat: 0))
        #expect(try await world.words(link.visit.id).contains("disconnected") == false)
    }

    @Test func aLostPathIsRecordedAndItsReturnToo() async throws {
        let world = try await World()
        let (link, _, peer) = try await world.call()
        try await world.acts.take(.pathLost(peer))
        #expect(try await world.store.visit(link.visit.id)?.patient.connection == nil)
        #expect(try await world.acts.clinicView(by: .staff(world.anna)).call?.others.first?.path == .lost)
        try await world.acts.take(.pathBack(peer))
        #expect(try await world.words(link.visit.id).suffix(2) == ["disconnected", "connected"])
    }

    /// Its own page too: where its way up alone is gone, it cannot know by itself.
    @Test func aLostPathIsToldAtOnceToAllInTheCall() async throws {
        let world = try await World()
        let (link, patient, peer) = try await world.call()
        world.news.told.withLock { $0 = [] }
        for (news, verdict) in [(MediaNews.pathLost(peer), LineVerdict.lost), (.pathBack(peer), .good)] {
            try await world.acts.take(news)
            guard case .line(let told)? = world.news.told.withLock({ $0.first }) else {
                Issue.record("told first: \(world.news.told.withLock { $0 })")
                return
            }
            #expect((told.participant, told.visit, told.verdict) == (patient.participant, link.visit.id, verdict))
            world.news.told.withLock { $0 = [] }
        }
    }

    @Test func aStoppedServerEndsTheConnectionsWhenItWasLastAlive() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        try await world.connect(.participant(patient))
        try await world.connect(.staff(world.anna))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        world.clock.pass(.minutes(3))
        try await world.acts.tick()
        let alive = world.clock.now()
        world.clock.pass(.minutes(10))
        try await world.acts.recoverAfterStop()
        let drops = try await world.store.events(of: link.visit.id).filter { $0.what.word == "disconnected" }
        #expect(drops.map(\.at) == [alive, alive])
        #expect(try await world.store.visit(link.visit.id)?.state == .inCall)
    }

    @Test func whatThePageSendsDecidesTheMeans() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        let peer = try await world.connect(.participant(patient))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        let voice = Sends(microphone: true, camera: false, screen: false)
        try await world.acts.report(voice, from: peer, by: .participant(patient))
        #expect(try await world.store.visit(link.visit.id)?.patient.connection?.means == .voice)
        await #expect(throws: Refusal(.notFound, "no-such-peer")) {
            try await world.acts.report(voice, from: peer, by: .staff(world.mikkel))
        }
    }
}
