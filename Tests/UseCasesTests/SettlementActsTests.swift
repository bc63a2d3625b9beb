import Access
import Kernel
import Settlements
import Testing
import Visits

@testable import UseCases

@Suite("Settlement in the visit: from its events to the decision")
struct SettlementActsTests {
    /// A conference of the doctor, the patient and somebody of a hospital, held for so long and ended.
    private func conference(_ world: World, _ span: Milliseconds) async throws -> ID<Visit> {
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            kind: .conference, patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5),
            minutes: 60, triaged: true)
        let link = try await world.acts.book(order, by: anna)
        world.clock.pass(.minutes(5))
        let patient = try await world.arrive(link)
        try await world.connect(.participant(patient))
        try await world.connect(anna)
        try await world.acts.admit(link.visit.id, by: anna)
        let ward = try await world.acts.invite(to: link.visit.id, name: "Afdeling B", role: .hospital, by: anna)
        let guest = try await world.arrive(ward)
        try await world.connect(.participant(guest))
        try await world.acts.admitGuest(guest.participant, to: link.visit.id, by: anna)
        world.clock.pass(span)
        try await world.acts.end(link.visit.id, as: .completed, by: anna)
        return link.visit.id
    }

    @Test(arguments: [(Int64(61), 6), (20, 2), (19, 1)])
    func conferenceByModules(_ minutes: Int64, _ modules: Int) async throws {
        let world = try await World()
        let visit = try await conference(world, .minutes(minutes))
        let view = try await world.acts.settlement(of: visit, by: .staff(world.anna))
        #expect(view.proposal.status == .proposed, "\(view.proposal)")
        #expect(view.proposal.lines.map(\.code) == [.conference])
        #expect(view.proposal.lines.first?.count == modules)
        #expect(view.proposal.lines.first?.payment == .tariff)
    }

    /// What a clinician enters instead is paid as the same code would be when proposed: never more is expected.
    @Test func changedLinesAreExpectedAsProposedOnesAre() async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5), triaged: true)
        let link = try await world.acts.book(order, by: anna)
        let id = link.visit.id
        world.clock.pass(.minutes(5))
        let holder = try await world.acts.holder(ofLink: link.token)
        try await world.acts.openLink(holder)
        try await world.acts.arrive(holder, device: "phone", acceptsVideo: true)
        try await world.connect(.participant(holder))
        try await world.connect(anna)
        try await world.acts.admit(id, by: anna)
        world.clock.pass(.minutes(8))
        try await world.acts.end(id, by: anna)
        _ = try await world.acts.answerSettlement(
            of: id, ["patient.chronicCare": "yes", "patient.insuranceGroup": "1"], by: anna)
        let view = try await world.acts.decideSettlement(
            of: id, .changed, lines: [("0201", 1), ("1003", 1), ("6101", 1), ("0131", 2)], reason: "Prøve", by: anna)
        let lines = try #require(view.entries.last?.lines)
        #expect(lines.map(\.payment) == [.chronicFee, .zero, .tariff, .tariff])
        // Unknown stays unknown; a code of another specialty has no row for this one.
        #expect(lines.map(\.ore) == [nil, 0, nil, nil])
    }

    /// The doctor and the patient by video, and somebody of a hospital who could not get in and is telephoned: a conference
    /// for all the time that she was on the telephone, and never a telephone consultation.
    @Test func aGuestGoesToTheTelephoneByOnePress() async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            kind: .conference, patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5),
            minutes: 60, triaged: true)
        let link = try await world.acts.book(order, by: anna)
        let id = link.visit.id
        let ward = try await world.acts.invite(
            to: id, name: "Afdeling B", role: .hospital, organisation: "AUH", by: .staff(world.lone))
        await #expect(throws: Refusal(.conflict, "no-call")) {
            try await world.acts.goToTelephone(ward.participant, in: id, by: anna)
        }
        world.clock.pass(.minutes(5))
        let patient = try await world.arrive(link)
        try await world.connect(.participant(patient))
        try await world.connect(anna)
        try await world.acts.admit(id, by: anna)
        world.clock.pass(.minutes(7))
        await #expect(throws: Refusal(.forbidden, "clinicians-only")) {
            try await world.acts.goToTelephone(ward.participant, in: id, by: .staff(world.lone))
        }
        try await world.acts.goToTelephone(ward.participant, in: id, by: anna)
        // A second press is the same press.
        try await world.acts.goToTelephone(ward.participant, in: id, by: anna)
        #expect(try await world.words(id).filter { $0 == "wentToTelephone" }.count == 1)
        world.clock.pass(.minutes(26))
        let seen = try await world.acts.clinicView(by: anna)
        #expect(seen.call?.conference?.countedMs == Milliseconds.minutes(26).count)
        #expect(seen.visits.first?.guests.first?.onTelephone == true)
        // How far it has come is the clinician's to see.
        #expect(try await world.acts.patientView(for: patient, device: "phone").call?.conference == nil)
        try await world.acts.end(id, by: anna)
        let view = try await world.acts.settlement(of: id, by: anna)
        #expect(view.visit.ending?.outcome == .completed)
        #expect(view.proposal.lines.map(\.code) == [.conference])
        #expect(view.proposal.lines.first?.count == 2)
        #expect(view.proposal.reasons.contains { $0.rule == 19 })
        // The doctor and the patient stayed on video.
        let means = Set(view.facts.timeline?.filter { $0.who != ward.participant.text }.compactMap(\.means) ?? [])
        #expect(means == [.video])
    }

    /// Worked example 107, from the press to the proposal: the doctor and two professionals, and the patient never comes.
    @Test func aConferenceToWhichThePatientNeverComes() async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            kind: .conference, patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5),
            minutes: 60, triaged: true)
        let id = try await world.acts.book(order, by: anna).visit.id
        var peers = [try await world.connect(anna)]
        for (name, role) in [("Afdeling B", Participant.Role.hospital), ("Sygeplejerske Kirk", .municipality)] {
            let guest = try await world.arrive(try await world.acts.invite(to: id, name: name, role: role, by: anna))
            peers.append(try await world.connect(.participant(guest)))
        }
        await #expect(throws: Refusal(.forbidden, "clinicians-only")) {
            try await world.acts.beginConference(id, by: .staff(world.lone))
        }
        await #expect(throws: Refusal(.notFound, "no-such-visit")) {
            try await world.acts.beginConference(id, by: .staff(world.stranger))
        }
        #expect(peers.allSatisfy { world.chair($0) == nil })
        try await world.acts.beginConference(id, by: anna)
        // Each is heard and seen by the two others.
        #expect(peers.compactMap { world.chair($0) }.map(\.seat) == [1, 2, 3])
        world.clock.pass(.minutes(31))
        let seen = try await world.acts.clinicView(by: anna)
        #expect(seen.call?.conference?.countedMs == Milliseconds.minutes(31).count)
        #expect(seen.visits.first?.withoutPatient == true && seen.visits.first?.patientState == .booked)
        try await world.acts.end(id, by: anna)
        let view = try await world.acts.settlement(of: id, by: anna)
        #expect(view.visit.ending?.outcome == .completed)
        #expect(view.proposal.status == .proposed, "\(view.proposal)")
        #expect(view.proposal.lines.map(\.code) == [.conference] && view.proposal.lines.first?.count == 3)
        let audit = try await world.acts.audit(by: .staff(world.birgit))
        #expect(audit.filter { $0.act == .beginConference }.map(\.result) == [.done, .refused, .refused])
    }

    /// One voice at a time, for a conference as for a patient.
    @Test func whoIsInACallBeginsNoConference() async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let other = try await world.book()
        try await world.arrive(other)
        try await world.acts.admit(other.visit.id, by: anna)
        let order = BookingOrder(
            kind: .conference, patient: "Per", telephone: "20112233", start: world.clock.now() + .minutes(5), minutes: 30)
        let id = try await world.acts.book(order, by: anna).visit.id
        await #expect(throws: Refusal(.conflict, "already-in-a-call")) {
            try await world.acts.beginConference(id, by: anna)
        }
        try await world.acts.hold(other.visit.id, by: anna)
        try await world.acts.beginConference(id, by: anna)
    }

    /// A telephone that was left again for the picture is no telephone "instead" (R8).
    @Test(arguments: [
        (["picture", "telephone", "picture"], false), (["picture", "telephone"], true), (["telephone"], true),
        (["picture"], false), ([], false), (["telephone", "back"], nil),
    ] as [([String], Bool?)])
    func theTelephoneThatWasAgreedOn(_ course: [String], _ agreed: Bool?) async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5), triaged: true)
        let link = try await world.acts.book(order, by: anna)
        let id = link.visit.id
        let patient = try await world.arrive(link)
        try await world.connect(anna)
        try await world.acts.admit(id, by: anna)
        var isConnected = false
        for turn in course {
            switch turn {
            case "telephone": try await world.acts.goToTelephone(id, by: anna)
            case "back": try await world.acts.goToPicture(id, by: anna)
            default:
                if !isConnected { try await world.connect(.participant(patient)) }
                isConnected = true
                try await world.acts.goToPicture(id, by: anna)
            }
            world.clock.pass(.minutes(4))
        }
        // As a clinician may choose it, whatever was pressed before.
        try await world.acts.end(id, as: course.contains("picture") ? .completed : .technicalFailure, by: anna)
        let view = try await world.acts.settlement(of: id, by: anna)
        #expect(view.facts.end.telephoneAgreed == agreed)
        #expect(view.proposal.missing.contains("end.telephoneAgreed") == (agreed == nil))
    }

    @Test func aConsultationIsAnsweredConfirmedAndCorrected() async throws {
        let world = try await World()
        let anna = Caller.staff(world.anna)
        let order = BookingOrder(
            patient: "Karen Jensen", telephone: "20112233", start: world.clock.now() + .minutes(5), triaged: true)
        let link = try await world.acts.book(order, by: .staff(world.lone))
        let holder = try await world.acts.holder(ofLink: link.token)
        world.clock.pass(.minutes(5))
        try await world.acts.openLink(holder)
        try await world.acts.arrive(holder, device: "phone", acceptsVideo: true)
        try await world.connect(.participant(holder))
        try await world.connect(anna)
        try await world.acts.admit(link.visit.id, by: anna)
        world.clock.pass(.minutes(8))
        let id = link.visit.id
        await #expect(throws: Refusal(.conflict, "settlement-before-the-end")) {
            try await world.acts.decideSettlement(of: id, .confirmed, by: anna)
        }
        try await world.acts.end(id, as: .completed, by: anna)
        var view = try await world.acts.settlement(of: id, by: anna)
        #expect(view.proposal.missing == ["patient.chronicCare"])
        #expect(view.questions.map(\.path).first == "patient.chronicCare")
        await #expect(throws: Refusal(.invalid, "answer-not-allowed", field: "patient.chronicCare")) {
            try await world.acts.answerSettlement(of: id, ["patient.chronicCare": "perhaps"], by: anna)
        }
        view = try await world.acts.answerSettlement(of: id, ["patient.chronicCare": "no"], by: anna)
        #expect(view.proposal.status == .proposed)
        #expect(view.proposal.lines.map(\.code) == [.video])
        await #expect(throws: Refusal(.forbidden, "clinicians-only")) {
            try await world.acts.decideSettlement(of: id, .confirmed, by: .staff(world.lone))
        }
        view = try await world.acts.decideSettlement(of: id, .confirmed, by: anna)
        let first = try #require(view.entries.first)
        await #expect(throws: Refusal(.conflict, "settlement-decided-meanwhile")) {
            try await world.acts.decideSettlement(of: id, .declined, reason: "Forkert patient", by: anna)
        }
        world.clock.pass(.seconds(1))
        await #expect(throws: Refusal(.invalid, "reason-missing", field: "reason")) {
            try await world.acts.decideSettlement(of: id, .declined, reason: " ", corrects: first.id, by: anna)
        }
        view = try await world.acts.decideSettlement(
            of: id, .changed, lines: [("0201", 1)], reason: "Det var telefonen", corrects: first.id, by: anna)
        #expect(view.entries.map(\.decision) == [.confirmed, .changed])
        #expect(view.entries.last?.corrects == first.id)
        let day = try #require(LocalDate("2026-03-04"))
        let list = try await world.acts.settlements(SettlementSearch(from: day, to: day), by: .staff(world.birgit))
        #expect(list.totals.map(\.code) == ["0201"])
        // The correction is what is counted, once, in its month; nothing is known of the fee.
        let month = try #require(list.months.last)
        #expect(list.months.count == 12 && month.first.description == "2026-03-01")
        #expect(list.months.first?.first.description == "2025-04-01")
        #expect((month.settled, month.declined, month.undecided, month.ore, month.unknown) == (1, 0, 0, 0, 1))
        #expect(list.months.dropLast().allSatisfy { $0.settled + $0.declined + $0.undecided == 0 })
        await #expect(throws: Refusal(.forbidden, "managers-only")) {
            try await world.acts.settlements(SettlementSearch(from: day, to: day), by: .staff(world.lone))
        }
        await #expect(throws: Refusal(.notFound, "no-such-visit")) {
            try await world.acts.settlement(of: id, by: .staff(world.stranger))
        }
    }
}
