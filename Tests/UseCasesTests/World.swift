import Access
import Database
import Foundation
import Kernel
import Settlements
import Storage
import Synchronization
import UseCases
import Visits

/// A clock that stands still until a test moves it.
final class TestClock: WallClock {
    private let at: Mutex<Int64>

    init(_ at: Instant) { self.at = Mutex(at.ms) }

    func now() -> Instant { Instant(ms: at.withLock { $0 }) }

    func pass(_ span: Milliseconds) { at.withLock { $0 += span.count } }

    func set(_ instant: Instant) { at.withLock { $0 = instant.ms } }
}

/// The same bytes in every run, never the same twice in one (SplitMix64).
final class TestRandomness: Randomness {
    private let state = Mutex<UInt64>(42)

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var z = state
                z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: z ^ (z >> 31))
            }
        }
    }
}

/// A media server that remembers who sits where.
final class TestMedia: MediaRooms {
    struct Chair: Equatable { let room: String, seat: Int }

    let chairs = Mutex<[ID<Peer>: Chair]>([:])
    let left = Mutex<[ID<Peer>]>([])
    let news = AsyncStream<MediaNews> { $0.finish() }

    func join(_ peer: ID<Peer>, offer: String, home: ID<Clinic>?) async throws -> String {
        guard offer.hasPrefix("v=0") else { throw Refusal(.invalid, "offer-not-understood") }
        return "v=0 answer"
    }

    func restart(_ peer: ID<Peer>, offer: String) async throws -> String { "v=0 again" }

    func noteTooLarge() async {}

    func leave(_ peer: ID<Peer>) async {
        left.withLock { $0.append(peer) }
        chairs.withLock { $0[peer] = nil }
    }

    func place(_ peer: ID<Peer>, in room: ID<Room>?, seat: Int) async {
        chairs.withLock { $0[peer] = room.map { Chair(room: $0.text, seat: seat) } }
    }

    func echo(_ peer: ID<Peer>, for span: Milliseconds, probeKbps: Int) async {}

    func stopEcho(_ peer: ID<Peer>) async {}

    func line(of peer: ID<Peer>) async -> LineReport? { LineReport(roundTripMs: 20) }
}

/// Remembers what was told.
final class TestNews: News {
    let told = Mutex<[Change]>([])

    func publish(_ change: Change) async { told.withLock { $0.append(change) } }
}

/// A clinic in memory, with its people: everything real but time, chance, media and who listens.
struct World {
    static let morning = Instant(ms: 1_772_611_200_000)  // 2026-03-04 09:00 in Copenhagen.

    let clock = TestClock(World.morning)
    let media = TestMedia()
    let news = TestNews()
    let store: SQLStore
    let acts: Acts
    let clinic = Clinic(id: ID("c-1"), name: "Lægehuset", telephone: "70102030",
        settlement: SettlementProfile(specialty: "80", ydernummer: "057584", dataProtectionConfirmed: true))

    let anna = StaffMember(id: ID("s-anna"), clinic: ID("c-1"), name: "Dr. Anna Holm", role: .clinician)
    let mikkel = StaffMember(id: ID("s-mikkel"), clinic: ID("c-1"), name: "Dr. Mikkel Bruun", role: .clinician)
    let lone = StaffMember(id: ID("s-lone"), clinic: ID("c-1"), name: "Lone Kjær", role: .secretary)
    let birgit = StaffMember(id: ID("s-birgit"), clinic: ID("c-1"), name: "Birgit Dahl", role: .manager)
    let stranger = StaffMember(id: ID("s-other"), clinic: ID("c-2"), name: "Dr. Else Andersen", role: .clinician)

    /// - Parameter empty: Without the clinics and people.
    init(empty: Bool = false) async throws {
        store = try await SQLStore(try SQLiteDatabase(), at: clock.now())
        let random = TestRandomness()
        let secrets = CryptoSecrets(random: random, cost: CryptoSecrets.Cost(rounds: 16, parallelism: 1))
        acts = Acts(
            ports: Ports(
                clock: clock, random: random, secrets: secrets, store: store, media: media, news: news,
                proposer: try World.proposer()))
        if empty { return }
        try await store.save(clinic)
        try await store.save(Clinic(id: ID("c-2"), name: "Naboklinikken", telephone: "70405060"))
        let hash = try await secrets.hash(password: "rigtig hest")
        for member in [anna, mikkel, lone, birgit, stranger] {
            let name = String(member.id.text.dropFirst(2))
            _ = try await store.save(Account(member: member, signInName: name, passwordHash: hash))
        }
    }

    /// Danish time, and the tariffs that are shipped.
    private static func proposer() throws -> Proposer {
        let zone = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Copenhagen"))
        return Proposer(zone: try CivilZone(tzif: Array(zone)), tariffs: try Tariffs.shipped())
    }

    /// Books at the secretary's desk: minutes from now.
    func book(
        _ patient: String = "Karen Jensen", in minutes: Int64 = 5, with: [StaffMember] = []
    ) async throws -> GivenLink {
        let order = BookingOrder(
            patient: patient, telephone: "20112233", start: clock.now() + .minutes(minutes), minutes: 10,
            with: with.map(\.id))
        return try await acts.book(order, by: .staff(lone))
    }

    /// Opens the link and takes a ticket.
    @discardableResult
    func arrive(_ link: GivenLink, device: String = "phone") async throws -> LinkHolder {
        let holder = try await acts.holder(ofLink: link.token)
        try await acts.openLink(holder)
        try await acts.arrive(holder, device: device)
        return holder
    }

    /// Gives a path to somebody, and warms it.
    @discardableResult
    func connect(_ caller: Caller) async throws -> ID<Peer> {
        let peer = try await acts.offer("v=0", by: caller).peer
        try await acts.take(.connected(peer))
        return peer
    }

    /// A patient in a call with Anna, both with a path; the peer is the patient's.
    func call() async throws -> (link: GivenLink, patient: LinkHolder, peer: ID<Peer>) {
        let link = try await book()
        let patient = try await arrive(link)
        let peer = try await connect(.participant(patient))
        try await connect(.staff(anna))
        try await acts.admit(link.visit.id, by: .staff(anna))
        return (link, patient, peer)
    }

    func words(_ visit: ID<Visit>) async throws -> [String] {
        try await store.events(of: visit).map(\.what.word)
    }

    func chair(_ peer: ID<Peer>) -> TestMedia.Chair? { media.chairs.withLock { $0[peer] } }
}

extension DeviceTest {
    static let good = DeviceTest(verdict: .good, camera: .ok, microphone: .ok, upKbps: 2_000, downKbps: 3_000)
}
