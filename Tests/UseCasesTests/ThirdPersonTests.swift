import Access
import Kernel
import Testing
import Visits

@testable import UseCases

/// Putting back, sending on, guests, notices, and the clock's own work.
@Suite struct ThirdPersonTests {
    @Test func aGuestIsSeatedWhenAdmittedAndGoneWhenRemoved() async throws {
        let world = try await World()
        let (link, _, patientPeer) = try await world.call()
        let invited = try await world.acts.invite(
            to: link.visit.id, name: " Aisha ", role: .interpreter, by: .staff(world.anna))
        let guest = try await world.arrive(invited)
        let guestPeer = try await world.connect(.participant(guest))
        #expect(world.chair(guestPeer) == nil)
        try await world.acts.admitGuest(guest.participant, to: link.visit.id, by: .staff(world.anna))
        #expect(world.chair(guestPeer) == TestMedia.Chair(room: link.visit.id.text, seat: 2))
        let card = try #require(try await world.acts.clinicView(by: .staff(world.anna)).visits.first)
        #expect(card.guests.map(\.state) == [.admitted])
        #expect(card.guests.map(\.name) == ["Aisha"])
        try await world.acts.remove(guest.participant, from: link.visit.id, by: .staff(world.anna))
        #expect(world.chair(guestPeer) == nil)
        #expect(world.chair(patientPeer)?.seat == 0)
        await #expect(throws: Refusal(.unknownCaller, "unknown-link")) {
            try await world.acts.holder(ofLink: invited.token)
        }
        await #expect(throws: Refusal(.conflict, "visit-ended")) {
            try await world.acts.offer("v=0", by: .participant(guest))
        }
    }

    @Test func sentOnToAColleagueWhoAdmits() async throws {
        let world = try await World()
        let link = try await world.book(with: [world.anna])
        let patient = try await world.arrive(link)
        let peer = try await world.connect(.participant(patient))
        try await world.connect(.staff(world.anna))
        let mikkels = try await world.connect(.staff(world.mikkel))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        await #expect(throws: Refusal(.invalid, "no-such-clinician", field: "to")) {
            try await world.acts.transfer(link.visit.id, to: world.lone.id, by: .staff(world.anna))
        }
        try await world.acts.transfer(link.visit.id, to: world.mikkel.id, by: .staff(world.anna))
        #expect(world.chair(peer) == nil)
        #expect(try await world.acts.clinicView(by: .staff(world.anna)).call == nil)
        try await world.acts.admit(link.visit.id, by: .staff(world.mikkel))
        #expect(world.chair(peer)?.seat == 0)
        #expect(world.chair(mikkels)?.seat == 1)
        #expect(try await world.acts.patientView(for: patient, device: "phone").with == "Dr. Mikkel Bruun")
    }

    /// Two windows of one account: the one that lost the connection hears why, so that it need not take it back.
    @Test func theWindowThatLostTheConnectionIsToldSo() async throws {
        let world = try await World()
        let first = try await world.connect(.staff(world.anna))
        let second = try await world.connect(.staff(world.anna))
        await #expect(throws: Refusal(.conflict, "taken-over")) {
            try await world.acts.restart(first, offer: "v=0", by: .staff(world.anna))
        }
        #expect(try await world.acts.restart(second, offer: "v=0", by: .staff(world.anna)) == "v=0 again")
        await #expect(throws: Refusal(.notFound, "no-such-peer")) {
            try await world.acts.restart(ID("m-none"), offer: "v=0", by: .staff(world.anna))
        }
    }

    @Test func aRoomIsNotSeatedByAnOlderTelling() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        try await world.connect(.staff(world.anna))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        await #expect(throws: Refusal(.conflict, "visit-ended")) {
            try await world.acts.offer("v=0", by: .participant(patient))
        }
        #expect(world.media.chairs.withLock { $0.isEmpty })
    }

    @Test func oneNoticeOfLatenessAtATime() async throws {
        let world = try await World()
        let secretary = Caller.staff(world.lone)
        try await world.acts.notify("", lateMinutes: 15, by: secretary)
        try await world.acts.notify("Husk sygesikringskortet", by: secretary)
        world.clock.pass(.seconds(1))
        try await world.acts.notify("", lateMinutes: 25, by: secretary)
        let view = try await world.acts.clinicView(by: secretary)
        #expect(view.lateMinutes == 25)
        #expect(view.notices.map(\.lateMinutes) == [nil, 25])
        try await world.acts.notify("", lateMinutes: 0, by: secretary)
        #expect(try await world.acts.clinicView(by: secretary).notices.map(\.text) == ["Husk sygesikringskortet"])
        await #expect(throws: Refusal(.invalid, "text-missing", field: "text")) {
            try await world.acts.notify("  ", by: secretary)
        }
    }

    @Test func theClockEndsWhatWasLeftLying() async throws {
        let world = try await World()
        let never = try await world.book("Karen Jensen")
        let left = try await world.book("Mogens Petersen")
        let stays = try await world.book("Fatima Haddad")
        try await world.acts.leave(try await world.arrive(left))
        let fatima = try await world.arrive(stays)
        await world.acts.pageOpened(by: .participant(fatima))
        world.clock.pass(.hours(4))
        #expect(try await world.acts.closeOverdue() == 2)
        #expect(try await world.store.visit(never.visit.id)?.ending?.outcome == .noShow)
        #expect(try await world.store.visit(left.visit.id)?.ending?.outcome == .patientLeft)
        #expect(try await world.store.visit(stays.visit.id)?.state == .arrived)
        await world.acts.pageClosed(by: .participant(fatima))
        #expect(try await world.acts.closeOverdue() == 1)
    }

    @Test func linesAreKeptOnceAMinuteAndAtTheEnd() async throws {
        let world = try await World()
        let (link, _, peer) = try await world.call()
        for second in 0..<90 {
            try await world.acts.take(.line(peer, LineReport(roundTripMs: 20, lossUp: 0)))
            world.clock.pass(.seconds(1))
            if second % 5 == 0 { try await world.acts.tick() }
        }
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        let words = try await world.words(link.visit.id)
        #expect(words.count { $0 == "lineMeasured" } == 2)
        #expect(words.last == "ended")
        let facts = try await world.acts.facts(of: link.visit.id, by: .staff(world.anna))
        #expect(facts.people.first?.line?.seconds == 90)
        #expect(facts.people.first?.line?.verdict == "good")
        #expect(facts.people.first?.lines.map(\.verdict) == ["good", "good"])
        #expect(facts.videoSeconds == 90)
    }

    /// "Lyden prioriteres" is said when the picture stops, not when the next second's report comes.
    @Test func aPausedPictureTurnsTheVerdictAtOnce() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        let peer = try await world.connect(.participant(patient))
        let verdict = { await world.acts.ports.live.peer(peer)?.verdict }
        let good = LineReport(roundTripMs: 20, lossUp: 0, downKbps: 2_000)
        try await world.acts.take(.line(peer, good))
        #expect(await verdict() == .good)
        try await world.acts.take(.picture(peer, paused: true))
        #expect(await verdict() == .voiceOnly)
        // The numbers alone do not talk it away, a worse line does.
        try await world.acts.take(.line(peer, good))
        #expect(await verdict() == .voiceOnly)
        try await world.acts.take(.line(peer, LineReport(path: .lost)))
        #expect(await verdict() == .lost)
        try await world.acts.take(.line(peer, good))
        try await world.acts.take(.picture(peer, paused: false))
        #expect(await verdict() == .good)
    }

    /// What only the page knows: its way up is too narrow, and its own picture rests. The others should know, and the facts.
    @Test func aPictureThatRestsAtItsSenderTurnsTheVerdictAtOnce() async throws {
        let world = try await World()
        let (link, patient, peer) = try await world.call()
        let good = LineReport(roundTripMs: 20, lossUp: 0)
        try await world.acts.take(.line(peer, good))
        for (rests, word) in [(true, "voiceOnly"), (false, "good")] {
            let sends = Sends(microphone: true, camera: true, screen: false, pictureRests: rests)
            try await world.acts.report(sends, from: peer, by: .participant(patient))
            let told = world.news.told.withLock { $0 }.compactMap { if case .line(let line) = $0 { line } else { nil } }
            #expect(told.last?.participant == patient.participant && told.last?.verdict.rawValue == word)
            let cards = try await world.acts.clinicDay(world.clinic.id).clinicView(for: world.anna).visits
            #expect(cards.first?.verdict == word)
            try await world.acts.take(.line(peer, good))
            world.clock.pass(.seconds(1))
        }
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        let visit = try await world.store.visit(link.visit.id)
        #expect(visit?.patient.line?.verdicts == ["voiceOnly": 1, "good": 2])
        // A camera that is on is a visit by video, whatever the line lets through for a moment.
        let facts = try await world.acts.facts(of: link.visit.id, by: .staff(world.anna))
        #expect(facts.videoSeconds == 2)
    }

    /// The browser's seconds are not the line's: two of its words may come within one second of the line, and count one each.
    @Test func noWordOfTheBrowserIsLost() async throws {
        let world = try await World()
        let (link, patient, peer) = try await world.call()
        for concealed in [0.5, 0.25] {
            try await world.acts.report(SeenLine(concealed: concealed, frozenMs: 0), from: peer, by: .participant(patient))
        }
        for _ in 0..<3 { try await world.acts.take(.line(peer, LineReport(roundTripMs: 20, lossUp: 0))) }
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        let line = try await world.store.visit(link.visit.id)?.patient.line
        #expect(line?.verdicts == ["bad": 2, "good": 1])
        #expect(line?.concealedMs == 750)
    }

    /// A line on which nothing is lost any more, but of which the browser heard little: its word counts, for one second.
    @Test func whatTheBrowserHeardCountsForTheVerdict() async throws {
        let world = try await World()
        let (link, patient, peer) = try await world.call()
        let said = [SeenLine(concealed: 0.5, frozenMs: 0), SeenLine(concealed: 0.1, frozenMs: 0),
            SeenLine(concealed: 0, frozenMs: 900), nil]
        for (seen, word) in zip(said, ["bad", "voiceOnly", "pictureWeak", "good"]) {
            if let seen { try await world.acts.report(seen, from: peer, by: .participant(patient)) }
            try await world.acts.take(.line(peer, LineReport(roundTripMs: 20, lossUp: 0)))
            // The clinic's card says it too, whatever the test had found.
            let cards = try await world.acts.clinicDay(world.clinic.id).clinicView(for: world.anna).visits
            #expect(cards.first?.verdict == word)
            world.clock.pass(.seconds(1))
        }
        await #expect(throws: Refusal.self) {
            try await world.acts.report(SeenLine(concealed: 1, frozenMs: 0), from: peer, by: .staff(world.anna))
        }
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        let line = try await world.store.visit(link.visit.id)?.patient.line
        #expect(line?.verdicts == ["bad": 1, "voiceOnly": 1, "pictureWeak": 1, "good": 1])
        #expect(line?.concealedMs == 600 && line?.frozenMs == 900)
    }

    @Test func whatSomebodySharesIsSharedByOneAtATime() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        let patients = try await world.connect(.participant(patient))
        let annas = try await world.connect(.staff(world.anna))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        let sharing = Sends(microphone: true, camera: true, screen: true)
        try await world.acts.report(sharing, from: patients, by: .participant(patient))
        try await world.acts.report(sharing, from: annas, by: .staff(world.anna))
        let view = try await world.acts.patientView(for: patient, device: "phone")
        #expect(view.call?.screen == world.anna.participant)
    }
}
