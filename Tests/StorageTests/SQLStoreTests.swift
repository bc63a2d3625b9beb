import Access
import Database
import Kernel
import Storage
import Testing
import UseCases
import Visits

/// What is kept, and what comes back. One suite for every driver.
@Suite struct SQLStoreTests {
    static let now = Instant(ms: 1_772_611_200_000)
    static let clinic = Clinic(id: ID("c-1"), name: "Lægehuset", telephone: "70102030")

    private func store() async throws -> SQLStore {
        let store = try await SQLStore(try SQLiteDatabase(), at: Self.now)
        try await store.save(Self.clinic)
        return store
    }

    private func change(_ id: String, start: Instant, link: Bool = false) throws -> VisitChange {
        let booking = Booking(kind: .gpVideo, patient: "Karen", telephone: "", start: start, minutes: 15)
        let event = Event(
            at: Self.now, by: .system,
            what: .booked(
                booking, patient: ID("p-\(id)"), window: LinkWindow(before: .minutes(15), after: .minutes(60))))
        let visit = try #require(Visit(ID("v-\(id)"), at: Self.clinic.id, first: event))
        let links = [StoredLink(digest: "d-\(id)", visit: visit.id, participant: ID("p-\(id)"), createdAt: Self.now)]
        return VisitChange(visit: visit, events: [event], expected: 0, links: link ? links : [])
    }

    private func follow(_ visit: Visit, _ what: Event.What, by author: Author = .system) -> VisitChange {
        let event = Event(at: Self.now, by: author, what: what)
        var after = visit
        after.apply(event)
        return VisitChange(visit: after, events: [event], expected: visit.version)
    }

    @Test func everyKindOfEventComesBackAsItWas() async throws {
        let store = try await store()
        let first = try change("1", start: Self.now)
        _ = try await store.save(first)
        let p: ID<Participant> = ID("p-1")
        let g: ID<Participant> = ID("g-1")
        let test = DeviceTest(verdict: .good, camera: .ok, microphone: .ok, upKbps: 900, loss: 0.01)
        let kinds: [Event.What] = [
            .changed(first.visit.booking), .linkOpened(p), .arrived(p, device: "phone", acceptsVideo: true),
            .testPassed(p, test), .testFailed(p, test), .permissionDenied(p, .camera), .becameReady(p),
            .saidLate(p, minutes: 5), .left(p), .looked, .beganConference, .admitted(p, seat: 0),
            .held, .resumed,
            .invited(g, name: "Aisha", role: .interpreter, organisation: nil, telephone: "1"), .removed(g),
            .connected(p, means: .video), .disconnected(p, .pathLost), .calledAgain(p),
            .lineMeasured(p, LineSummary(seconds: 3, verdicts: ["good": 3])), .wentToTelephone(p), .wentToPicture(p),
            .tookBackTelephone(g),
            .transferred(to: ID("s-2"), name: "Mikkel"), .putBack, .cancelled(reason: "syg"),
            .ended(.completed, proposed: .noShow),
        ]
        var visit = first.visit
        for what in kinds {
            let next = follow(visit, what, by: .staff(ID("s-1"), name: "Anna"))
            #expect(try await store.save(next))
            visit = next.visit
        }
        let events = try await store.events(of: visit.id)
        #expect(events.dropFirst().map(\.what) == kinds)
        #expect(try await store.visit(visit.id) == visit)
        #expect(Visit(visit.id, at: visit.clinic, history: events) == visit)
    }

    @Test func ofTwoThatFollowTheSameVersionOneIsKept() async throws {
        let store = try await store()
        let first = try change("1", start: Self.now)
        #expect(try await store.save(first))
        #expect(try await store.save(first) == false)
        #expect(try await store.save(follow(first.visit, .linkOpened(ID("p-1")))))
        #expect(try await store.save(follow(first.visit, .looked)) == false)
        #expect(try await store.events(of: first.visit.id).map(\.what.word) == ["booked", "linkOpened"])
    }

    @Test func aDayIsItsSpanAndWhatIsOpen() async throws {
        let store = try await store()
        for (id, hours) in [("1", -30), ("2", -1), ("3", 1), ("4", 30)] as [(String, Int64)] {
            _ = try await store.save(change(id, start: Self.now + .hours(hours)))
        }
        let old = try #require(try await store.visit(ID("v-1")))
        _ = try await store.save(follow(old, .arrived(ID("p-1"), device: "d", acceptsVideo: nil)))
        let (from, to) = (Self.now - .hours(12), Self.now + .hours(12))
        let day = try await store.visits(at: Self.clinic.id, from: from, to: to, withOpen: true)
        #expect(day.map(\.id.text) == ["v-1", "v-2", "v-3"])
        let span = try await store.visits(at: Self.clinic.id, from: from, to: to, withOpen: false)
        #expect(span.map(\.id.text) == ["v-2", "v-3"])
        #expect(try await store.visits(at: ID("c-2"), from: from, to: to, withOpen: true).isEmpty)
        #expect(try await store.unfinished(startingBefore: Self.now).map(\.id.text) == ["v-1", "v-2"])
    }

    @Test func purgingTakesAllThatHangsOnAVisit() async throws {
        let store = try await store()
        _ = try await store.save(change("1", start: Self.now - .days(10), link: true))
        _ = try await store.save(change("2", start: Self.now, link: true))
        try await store.add(
            Message(id: ID("t-1"), visit: ID("v-1"), from: ID("p-1"), name: "Karen", text: "Hej", at: Self.now))
        #expect(try await store.purgeVisits(at: Self.clinic.id, before: Self.now - .days(1)) == 1)
        #expect(try await store.visit(ID("v-1")) == nil)
        #expect(try await store.link(digest: "d-1") == nil)
        #expect(try await store.events(of: ID("v-1")).isEmpty)
        #expect(try await store.messages(of: ID("v-1")).isEmpty)
        #expect(try await store.link(digest: "d-2")?.visit == ID("v-2"))
    }

    @Test func theWrittenTalkGoesADayAfterTheVisit() async throws {
        let store = try await store()
        let first = try change("1", start: Self.now)
        _ = try await store.save(first)
        try await store.add(
            Message(id: ID("t-1"), visit: ID("v-1"), from: ID("p-1"), name: "Karen", text: "Hej", at: Self.now))
        try await store.purgeMessages(endedBefore: Self.now + .days(1))
        #expect(try await store.messages(at: Self.clinic.id, since: Self.now).map(\.text) == ["Hej"])
        _ = try await store.save(follow(first.visit, .ended(.completed, proposed: .completed)))
        try await store.purgeMessages(endedBefore: Self.now + .days(1))
        #expect(try await store.messages(of: ID("v-1")).isEmpty)
    }

    @Test func noticesEndByThemselves() async throws {
        let store = try await store()
        let notice = Notice(
            id: ID("n-1"), clinic: Self.clinic.id, text: "", lateMinutes: 15, at: Self.now,
            until: Self.now + .hours(1))
        try await store.add(notice)
        #expect(try await store.notices(of: Self.clinic.id, at: Self.now) == [notice])
        #expect(try await store.notices(of: Self.clinic.id, at: Self.now + .hours(1)).isEmpty)
        try await store.removeNotice(notice.id, of: ID("c-2"))
        #expect(try await store.notices(of: Self.clinic.id, at: Self.now).count == 1)
    }

    @Test func passwordsAndDigests() async throws {
        let secrets = CryptoSecrets(random: Bytes(), cost: CryptoSecrets.Cost(rounds: 16, parallelism: 1))
        #expect(
            secrets.digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let hash = try await secrets.hash(password: "rigtig hest")
        #expect(await secrets.verify(password: "rigtig hest", hash: hash))
        #expect(await secrets.verify(password: "forkert hest", hash: hash) == false)
        for broken in ["", "scrypt", "scrypt$16$8$1$x$y", "scrypt$15$8$1$AAAA$AAAA", secrets.unmatched] {
            #expect(await secrets.verify(password: "", hash: broken) == false)
        }
    }

    private struct Bytes: Randomness {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) } }
    }
}
