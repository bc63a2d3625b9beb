import Access
import Kernel
import Testing
import UseCases
import Visits

/// A whole clinic's day, played by seeds: forty patients with every sort of luck, two clinicians, one clock.
@Suite struct ClinicsDayTests {
    /// What becomes of a patient.
    private enum Fate: CaseIterable { case comes, comesLate, never, looksOnly, blocked, leaves, phones }

    /// SplitMix64.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private struct Patient {
        let link: GivenLink
        let fate: Fate
        let comesAt: Instant
        var holder: LinkHolder?
        var done = false
    }

    @Test(arguments: [1, 2] as [UInt64])
    func everyVisitEndsAsItHappened(seed: UInt64) async throws {
        let world = try await World()
        var chance = Chance(state: seed)
        var patients: [Patient] = []
        for number in 0..<40 {
            let link = try await world.book("Patient \(number)", in: 30 + Int64(number / 2) * 10)
            let fate = Fate.allCases.randomElement(using: &chance) ?? .comes
            let minutes = fate == .comesLate ? -20 ... -1 : 1...14 as ClosedRange<Int64>
            let early = Int64.random(in: minutes, using: &chance)
            patients.append(
                Patient(link: link, fate: fate, comesAt: link.visit.booking.start - .minutes(early)))
        }
        // Minute by minute, from nine to half past three.
        for _ in 0..<390 {
            world.clock.pass(.minutes(1))
            for index in patients.indices { try await live(&patients[index], world) }
            for clinician in [world.anna, world.mikkel] { try await work(clinician, world, &chance) }
            try await world.acts.tick()
        }
        try await check(patients, world)
    }

    private func live(_ patient: inout Patient, _ world: World) async throws {
        guard !patient.done, world.clock.now() >= patient.comesAt else { return }
        switch patient.fate {
        case .never: patient.done = true
        case .looksOnly:
            try await world.acts.openLink(world.acts.holder(ofLink: patient.link.token))
            patient.done = true
        default:
            guard let holder = patient.holder else {
                let holder = try await world.arrive(patient.link)
                patient.holder = holder
                if patient.fate == .comes || patient.fate == .comesLate {
                    try await world.connect(.participant(holder))
                }
                return
            }
            let view = try await world.acts.patientView(for: holder, device: "phone")
            if view.state == .arrived || view.state == .waiting {
                let queue = try #require(view.queue)
                #expect(queue.place >= 1 && queue.fromMinutes < queue.toMinutes)
            }
            guard view.state == .arrived else {
                patient.done = true
                return
            }
            switch patient.fate {
            case .blocked:
                try await world.acts.denyPermission(holder, .microphone)
                try await world.acts.leave(holder)
                patient.done = true
            case .leaves:
                try await world.acts.leave(holder)
                patient.done = true
            case .phones:
                try await world.acts.ready(
                    holder, DeviceTest(verdict: .telephone, camera: .none, microphone: .none))
                patient.done = true
            default:
                try await world.acts.ready(holder, .good)
                patient.done = true
            }
        }
    }

    private func work(_ clinician: StaffMember, _ world: World, _ chance: inout Chance) async throws {
        let view = try await world.acts.clinicView(by: .staff(clinician))
        if let call = view.call, let visit = call.visit {
            let minutes = (world.clock.now() - call.since).minutes
            guard minutes >= Int64.random(in: 4...12, using: &chance) else { return }
            try await world.acts.end(visit, by: .staff(clinician))
        } else if let next = view.visits.first(where: { $0.mayAdmit && $0.place != nil }) {
            #expect(next.place == 1)
            try await world.connect(.staff(clinician))
            try await world.acts.admit(next.visit, by: .staff(clinician))
            if next.verdict == DeviceTest.Verdict.telephone.rawValue {
                try await world.acts.goToTelephone(next.visit, by: .staff(clinician))
            }
        }
    }

    private func check(_ patients: [Patient], _ world: World) async throws {
        var total = 0
        for patient in patients {
            let visit = try #require(try await world.store.visit(patient.link.visit.id))
            let history = try await world.store.events(of: visit.id)
            #expect(history.count == visit.version)
            #expect(history.map(\.at) == history.map(\.at).sorted())
            #expect(Visit(visit.id, at: visit.clinic, history: history) == visit)
            let expected: [Outcome] =
                switch patient.fate {
                case .comes, .comesLate: [.completed]
                case .never, .looksOnly: [.noShow]
                // Admitted before they went, some of them.
                case .blocked: [.technicalFailure]
                case .leaves: [.patientLeft, .technicalFailure]
                case .phones: [.completedByTelephone, .technicalFailure]
                }
            guard let outcome = visit.ending?.outcome else { continue }
            #expect(expected.contains(outcome), "\(patient.fate): \(outcome)")
            total += 1
        }
        #expect(total >= 35)
        let span = NamedSpan(name: "day", from: World.morning, to: World.morning + .hours(12))
        let statistics = try await world.acts.statistics(of: [span], by: .staff(world.birgit))
        #expect(statistics.total.visits == 40)
        #expect(statistics.total.outcomes.values.reduce(0, +) == total)
    }
}
