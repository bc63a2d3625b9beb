import Access
import Kernel
import Testing
import UseCases
import Visits

/// Sessions, attempts, people and keys.
@Suite struct SignInTests {
    private let refused = Refusal(.unknownCaller, "sign-in-refused")
    private let tooMany = Refusal(.tooMany, "too-many-attempts", details: ["minutes": "15"])

    @Test func aSessionLastsWhileItIsUsed() async throws {
        let world = try await World()
        let (token, signedIn) = try await world.acts.signIn(name: " Anna ", password: "rigtig hest", address: "::1")
        #expect(signedIn.staff == world.anna)
        #expect(token.utf8.count == 32)
        for _ in 0..<10 {
            world.clock.pass(.hours(11))
            #expect(try await world.acts.session(token)?.formToken == signedIn.formToken)
        }
        world.clock.pass(.hours(13))
        #expect(try await world.acts.session(token) == nil)
        #expect(try await world.acts.session("no such session, but long enough") == nil)
    }

    @Test func aSessionEndsAfterAWeekAndAtSigningOut() async throws {
        let world = try await World()
        let (token, _) = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "::1")
        for _ in 0..<16 {
            world.clock.pass(.hours(10))
            #expect(try await world.acts.session(token) != nil)
        }
        world.clock.pass(.hours(10))
        #expect(try await world.acts.session(token) == nil)
        let (other, _) = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "::1")
        try await world.acts.signOut(other)
        #expect(try await world.acts.session(other) == nil)
    }

    @Test func attemptsAreLimitedPerAccount() async throws {
        let world = try await World()
        for number in 0..<5 {
            await #expect(throws: refused) {
                try await world.acts.signIn(name: "anna", password: "forkert", address: "10.0.0.\(number)")
            }
        }
        await #expect(throws: tooMany) {
            try await world.acts.signIn(name: "ANNA", password: "rigtig hest", address: "10.0.0.9")
        }
        // Others at the clinic are not shut out by it.
        _ = try await world.acts.signIn(name: "mikkel", password: "rigtig hest", address: "10.0.0.1")
        world.clock.pass(.minutes(16))
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.9")
    }

    @Test func strangersCannotShutOutAnAccountWhereItIsAtHome() async throws {
        let world = try await World()
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        for number in 0..<9 {
            await #expect(throws: number < 5 ? refused : tooMany) {
                try await world.acts.signIn(name: "anna", password: "forkert", address: "192.0.2.\(number)")
            }
        }
        // At home she is let in; from a new place not before the quarter of an hour has passed.
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        await #expect(throws: tooMany) {
            try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.2")
        }
        // A guesser in the same house has no more attempts than any other, and an address is known for one account.
        for _ in 0..<5 {
            await #expect(throws: refused) {
                try await world.acts.signIn(name: "anna", password: "forkert", address: "10.0.0.1")
            }
        }
        await #expect(throws: tooMany) {
            try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        }
        world.clock.pass(.minutes(16))
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
    }

    @Test func anAddressIsForgottenWhenItHasNotBeenUsed() async throws {
        let world = try await World()
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        world.clock.pass(.days(91))
        for number in 0..<5 {
            await #expect(throws: refused) {
                try await world.acts.signIn(name: "anna", password: "forkert", address: "192.0.2.\(number)")
            }
        }
        await #expect(throws: tooMany) {
            try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        }
    }

    @Test func attemptsAreLimitedPerAddress() async throws {
        let world = try await World()
        for number in 0..<20 {
            await #expect(throws: refused) {
                try await world.acts.signIn(name: "nobody\(number)", password: "gæt", address: "10.0.0.1")
            }
        }
        await #expect(throws: tooMany) {
            try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.1")
        }
        _ = try await world.acts.signIn(name: "anna", password: "rigtig hest", address: "10.0.0.2")
    }

    @Test func onlyAManagerManagesPeople() async throws {
        let world = try await World()
        let order = PersonOrder(name: "Per Vinther", role: .clinician, signInName: "Per", password: "meget hemmelig")
        await #expect(throws: Refusal(.forbidden, "managers-only")) {
            try await world.acts.addPerson(order, by: .staff(world.anna))
        }
        let id = try await world.acts.addPerson(order, by: .staff(world.birgit))
        let (token, signedIn) = try await world.acts.signIn(name: "per", password: "meget hemmelig", address: "::1")
        #expect(signedIn.staff.id == id)
        await #expect(throws: Refusal(.conflict, "sign-in-name-taken", field: "signInName")) {
            try await world.acts.addPerson(order, by: .staff(world.birgit))
        }
        var stopped = order
        stopped.active = false
        stopped.password = nil
        try await world.acts.changePerson(id, stopped, by: .staff(world.birgit))
        #expect(try await world.acts.session(token) == nil)
        await #expect(throws: refused) {
            try await world.acts.signIn(name: "per", password: "meget hemmelig", address: "::1")
        }
        await #expect(throws: Refusal(.notFound, "no-such-person")) {
            try await world.acts.changePerson(world.stranger.id, order, by: .staff(world.birgit))
        }
    }

    @Test func aKeyBooksForItsOwnClinicUntilItIsRevoked() async throws {
        let world = try await World()
        let (key, text) = try await world.acts.addKey(label: "Journalsystem", by: .staff(world.birgit))
        let caller = try await world.acts.caller(ofKey: text)
        let order = BookingOrder(
            patient: "Karen Jensen", telephone: "", start: world.clock.now() + .hours(1), triagedAt: world.clock.now(),
            reference: "booking-17")
        let given = try await world.acts.book(order, by: caller)
        let view = try await world.acts.visitView(of: given.visit.id, by: caller)
        #expect(view.reference == "booking-17")
        #expect(view.triagedAt == world.clock.now())
        #expect(try await world.acts.cancel(given.visit.id, by: caller).ending?.outcome == .cancelled)
        await #expect(throws: Refusal(.forbidden, "key-may-not")) {
            try await world.acts.admit(given.visit.id, by: caller)
        }
        try await world.acts.revokeKey(key.id, by: .staff(world.birgit))
        await #expect(throws: Refusal(.unknownCaller, "unknown-key")) { try await world.acts.caller(ofKey: text) }
    }

    @Test func theDemonstrationCanBeSeededAgainAndAgain() async throws {
        let world = try await World(empty: true)
        let first = try await world.acts.seedDemonstration(password: "demo-password")
        let second = try await world.acts.seedDemonstration()
        #expect(first.links.map(\.visit) == second.links.map(\.visit))
        #expect(first.key != second.key)
        for link in first.links + second.links { _ = try await world.acts.holder(ofLink: link.token) }
        let open = try await world.acts.holder(ofLink: try #require(second.links.first).token)
        #expect(try await world.acts.arrive(open, device: "d").state == .arrived)
        let (_, anna) = try await world.acts.signIn(name: "anna", password: second.password, address: "::1")
        #expect(anna.staff.manages)
        let (_, frida) = try await world.acts.signIn(name: "frida", password: second.password, address: "::1")
        #expect(try await world.acts.clinicView(by: .staff(frida.staff)).visits.map(\.patient) == ["Jytte Krogh"])
        world.clock.pass(.hours(5))
        try await world.acts.closeOverdue()
        let third = try await world.acts.seedDemonstration()
        let again = try await world.acts.holder(ofLink: try #require(third.links.first).token)
        #expect(try await world.acts.arrive(again, device: "d").state == .arrived)
    }
}
