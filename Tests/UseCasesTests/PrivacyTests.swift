import Access
import Foundation
import Kernel
import Testing
import UseCases
import Visits

/// Views hold what their reader may know and nothing else; everything is audited, without a name.
@Suite struct PrivacyTests {
    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    @Test func aPatientSeesNothingOfTheOthers() async throws {
        let world = try await World()
        let karen = try await world.book("Karen Jensen")
        let mogens = try await world.book("Mogens Petersen")
        let holder = try await world.arrive(karen)
        let other = try await world.arrive(mogens)
        try await world.acts.sendMessage("Hos Mogens", in: mogens.visit.id, by: .participant(other))
        let text = try json(try await world.acts.patientView(for: holder, device: "phone"))
        #expect(text.contains("Karen"))
        for word in ["Mogens", "Petersen", mogens.visit.id.text, mogens.token, "Lone"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test func aGuestBeforeTheDoorHearsNothing() async throws {
        let world = try await World()
        let link = try await world.book()
        let patient = try await world.arrive(link)
        let guestLink = try await world.acts.invite(
            to: link.visit.id, name: "Aisha", role: .interpreter, telephone: "99887766", by: .staff(world.anna))
        let guest = try await world.arrive(guestLink)
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        try await world.acts.sendMessage("Fortroligt", in: link.visit.id, by: .participant(patient))
        let outside = try await world.acts.patientView(for: guest, device: "phone")
        #expect(outside.state == .arrived)
        #expect(outside.call == nil)
        #expect(try !json(outside).contains("Fortroligt"))
        #expect(try !json(outside).contains("Karen"))
        await #expect(throws: Refusal(.conflict, "not-admitted")) {
            try await world.acts.sendMessage("Hej", in: link.visit.id, by: .participant(guest))
        }
        try await world.acts.admitGuest(guestLink.participant, to: link.visit.id, by: .staff(world.anna))
        let inside = try await world.acts.patientView(for: guest, device: "phone")
        #expect(inside.call?.others.map(\.name) == ["Karen Jensen", "Dr. Anna Holm"])
        #expect(inside.messages.map(\.text) == ["Fortroligt"])
        // The patient's own number is the clinic's to know, not a guest's.
        #expect(try !json(inside).contains("20112233"))
        await #expect(throws: Refusal(.forbidden, "staff-only")) {
            try await world.acts.facts(of: link.visit.id, by: .participant(guest))
        }
    }

    @Test func anotherClinicsVisitIsNotThere() async throws {
        let world = try await World()
        let link = try await world.book()
        let stranger = Caller.staff(world.stranger)
        try await world.arrive(link)
        let unknown = Refusal(.notFound, "no-such-visit")
        await #expect(throws: unknown) { try await world.acts.admit(link.visit.id, by: stranger) }
        await #expect(throws: unknown) { try await world.acts.facts(of: link.visit.id, by: stranger) }
        await #expect(throws: unknown) { try await world.acts.showLink(link.visit.id, by: stranger) }
        await #expect(throws: unknown) { try await world.acts.visitView(of: link.visit.id, by: stranger) }
        await #expect(throws: unknown) { try await world.acts.sendMessage("x", in: link.visit.id, by: stranger) }
        await #expect(throws: unknown) { try await world.acts.cancel(link.visit.id, by: stranger) }
        let there = try await world.acts.clinicView(by: stranger)
        #expect(there.visits.isEmpty)
        let refused = try await world.acts.audit(by: .staff(world.birgit)).filter { $0.result == .refused }
        #expect(refused.count { $0.caller == "staff:s-other" && $0.word == "no-such-visit" } >= 5)
    }

    @Test func aPeerIsItsOwnersAlone() async throws {
        let world = try await World()
        let karen = try await world.arrive(try await world.book("Karen Jensen"))
        let mogens = try await world.arrive(try await world.book("Mogens Petersen"))
        let peer = try await world.connect(.participant(karen))
        await #expect(throws: Refusal(.notFound, "no-such-peer")) {
            try await world.acts.leaveMedia(peer, by: .participant(mogens))
        }
        await #expect(throws: Refusal(.notFound, "no-such-peer")) {
            try await world.acts.restart(peer, offer: "v=0", by: .nobody)
        }
        #expect(world.media.left.withLock { $0.isEmpty })
    }

    @Test func linksThatAreUnknownOrDeadAreRefusedAlike() async throws {
        let world = try await World()
        let link = try await world.book()
        let guest = try await world.acts.invite(
            to: link.visit.id, name: "Aisha", role: .interpreter, by: .staff(world.anna))
        try await world.acts.remove(guest.participant, from: link.visit.id, by: .staff(world.anna))
        let unknown = Refusal(.unknownCaller, "unknown-link")
        for token in ["", "x", String(repeating: "a", count: 32), guest.token, link.visit.id.text] {
            await #expect(throws: unknown) { try await world.acts.holder(ofLink: token) }
        }
        world.clock.pass(.days(3))
        await #expect(throws: unknown) { try await world.acts.holder(ofLink: link.token) }
    }

    @Test func aSecondLinkLeavesTheFirstGood() async throws {
        let world = try await World()
        let link = try await world.book()
        let again = try await world.acts.showLink(link.visit.id, by: .staff(world.lone))
        #expect(again.token != link.token)
        let first = try await world.acts.holder(ofLink: link.token)
        #expect(try await world.acts.holder(ofLink: again.token) == first)
    }

    @Test func theAuditHoldsIdsOnly() async throws {
        let world = try await World()
        let link = try await world.book()
        let holder = try await world.arrive(link)
        _ = try await world.acts.clinicView(by: .staff(world.anna))
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        try await world.acts.end(link.visit.id, by: .staff(world.anna))
        _ = try await world.acts.facts(of: link.visit.id, by: .participant(holder))
        let entries = try await world.acts.audit(limit: 1_000, by: .staff(world.birgit))
        let acts = Set(entries.map(\.act))
        #expect(acts.isSuperset(of: [.book, .openLink, .arrive, .seeClinic, .admit, .end, .seeFacts, .seeAudit]))
        #expect(entries.contains { $0.act == .seeFacts && $0.result == .read })
        for entry in entries {
            let text = "\(entry)"
            #expect(!text.contains("Karen") && !text.contains("Anna") && !text.contains("2011"), "\(text)")
        }
    }

    @Test func theFactsAreThePatientsForAsLongAsTheClinicSays() async throws {
        let world = try await World()
        let link = try await world.book()
        let holder = try await world.arrive(link)
        await #expect(throws: Refusal(.conflict, "facts-not-yet")) {
            try await world.acts.facts(of: link.visit.id, by: .participant(holder))
        }
        try await world.acts.admit(link.visit.id, by: .staff(world.anna))
        try await world.acts.end(link.visit.id, as: .completed, by: .staff(world.anna))
        let facts = try await world.acts.facts(of: link.visit.id, by: .participant(holder))
        #expect(facts.entries.map(\.word) == ["booked", "linkOpened", "arrived", "admitted", "ended"])
        #expect(facts.entries.last?.by == "Dr. Anna Holm")
        world.clock.pass(.days(31))
        await #expect(throws: Refusal(.conflict, "facts-no-more")) {
            try await world.acts.facts(of: link.visit.id, by: .participant(holder))
        }
        #expect(try await world.acts.facts(of: link.visit.id, by: .staff(world.lone)).visit == link.visit.id)
    }
}
