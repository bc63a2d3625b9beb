import Kernel
import Testing

@testable import Settlements

@Suite("What holds for every visit")
struct PropertiesTests {
    /// Every code is worth something, so that "never more" means something.
    private static func priced() throws -> Tariffs {
        var text = "code,specialty,validFrom,validUntil,amountOre,level,source\n"
        for (index, code) in ServiceCode.allCases.enumerated() {
            for specialty in ["80", "81", "83", "51", "62"] {
                text += "\(code.rawValue),\(specialty),2000-01-01,,\(1_000 + 137 * index),2022-10,test\n"
            }
        }
        return try TariffFile.read(Array(text.utf8))
    }

    private func isConnected(_ facts: Facts) -> Bool {
        let patients = (facts.participants ?? []).filter { $0.role == .patient }.compactMap(\.id)
        return (facts.timeline ?? []).contains { $0.kind == .connected && patients.contains($0.who ?? "") }
    }

    /// What is expected from the region: zero lines and those that the chronic-care fee covers do not count.
    private func amount(_ proposal: Proposal) -> Int64 {
        proposal.lines.filter { $0.payment == .tariff }.reduce(0) { $0 + ($1.amount?.money.ore ?? 0) * Int64($1.count) }
    }

    @Test("200,000 random visits: no trap, the same bytes, and what every proposal keeps to")
    func everyProposal() throws {
        let proposer = try Desk.proposer(Settings(), PropertiesTests.priced())
        var statuses: [ProposalStatus: Int] = [:]
        for seed in 0..<200_000 {
            var random = RandomFacts(seed: UInt64(seed))
            let facts = random.facts()
            let proposal = proposer.propose(facts)
            statuses[proposal.status, default: 0] += 1
            let basics = proposal.lines.filter(\.code.isBasic)
            let holds =
                basics.count <= 1 && proposal.lines.allSatisfy { $0.count >= 1 }
                && (proposal.lines.first { $0.code == .conference }?.count ?? 0) <= R17Modules.cap
                && (proposal.status != .none || proposal.lines.isEmpty)
                && (proposal.status != .proposed || (proposal.missing.isEmpty && !basics.isEmpty)
                    || proposal.ruleSet == "physio-2022")
            // R8 (agreed on the telephone) and R15 (a conference without the patient) are the rules that say so.
            let isPaidWithoutPatient = !proposal.lines.isEmpty && !isConnected(facts)
            let mayBe = proposal.lines.allSatisfy { $0.code == .telephone || $0.code == .conference }
            if !holds || (isPaidWithoutPatient && !mayBe) { Issue.record("seed \(seed): \(proposal)") }
        }
        // A generator that never reaches a proposal would prove nothing.
        #expect(statuses[.proposed, default: 0] > 1_000 && statuses[.review, default: 0] > 1_000, "\(statuses)")
    }

    @Test("Facts written and read again are the same facts, and the proposal the same bytes")
    func writtenAndReadAgain() throws {
        let proposer = try Desk.proposer()
        for seed in 0..<5_000 {
            var random = RandomFacts(seed: UInt64(seed))
            let facts = random.facts()
            let again = try Desk.facts(facts.json(in: proposer.zone))
            if again != facts || proposer.propose(again).json != proposer.propose(facts).json {
                Issue.record("seed \(seed)")
            }
        }
    }

    @Test("The order of events, of equal instants or not, does not matter")
    func orderOfEvents() throws {
        let proposer = try Desk.proposer()
        for seed in 0..<20_000 {
            var random = RandomFacts(seed: UInt64(seed))
            var facts = random.facts()
            guard let timeline = facts.timeline, timeline.allSatisfy({ $0.at != nil }) else { continue }
            let before = proposer.propose(facts)
            facts.timeline = timeline.reversed()
            let after = proposer.propose(facts)
            // What is missing is named by its place, and the place is what we moved.
            if before.lines != after.lines || before.status != after.status { Issue.record("seed \(seed)") }
        }
    }

    @Test("What is not known never makes a proposal of more")
    func unknownNeverRaises() throws {
        let proposer = try Desk.proposer(Settings(), PropertiesTests.priced())
        for seed in 0..<4_000 {
            var random = RandomFacts(seed: UInt64(seed))
            let facts = random.facts()
            let known = proposer.propose(facts)
            for (name, forget) in Forgetting.all {
                var less = facts
                forget(&less)
                let proposal = proposer.propose(less)
                if proposal.status == .proposed, known.status == .none || amount(proposal) > amount(known) {
                    Issue.record("seed \(seed), without \(name): \(known) became \(proposal)")
                }
            }
        }
    }

    @Test("Where a good answer was only missing, giving it never makes the visit worse than a review")
    func confirmationNeverWorsens() throws {
        let proposer = try Desk.proposer()
        for example in WorkedExample.all {
            let (json, _, _) = try example.prepared()
            let facts = try Desk.facts(json)
            let good = proposer.propose(facts)
            guard good.status != .none else { continue }
            for (name, forget) in Forgetting.all {
                var less = facts
                forget(&less)
                // `less` is the visit before the confirmation, `facts` the one after.
                let before = proposer.propose(less)
                if before.status == .none { Issue.record("\(example.number), without \(name): \(before)") }
            }
        }
    }
}

/// Each way of not knowing something.
enum Forgetting {
    static let all: [(String, @Sendable (inout Facts) -> Void)] = [
        ("patient.insuranceGroup", { $0.patient.insuranceGroup = nil }),
        ("patient.listedHere", { $0.patient.listedHere = nil }),
        ("patient.chronicCare", { $0.patient.chronicCare = nil }),
        ("booking.kind", { $0.booking.kind = nil }),
        ("booking.triage", { $0.booking.triage = .unknown }),
        ("booking.session", { $0.booking.session = nil }),
        ("assessment.videoSuitable", { $0.assessment.videoSuitable = nil }),
        ("assessment.patientAccepts", { $0.assessment.patientAccepts = nil }),
        ("assessment.hardship", { $0.assessment.hardship = .unknown }),
        ("assessment.relevant", { $0.assessment.relevant = nil }),
        ("assessment.safe", { $0.assessment.safe = nil }),
        ("assessment.preferenceHeard", { $0.assessment.preferenceHeard = nil }),
        ("assessment.cognitivelyAble", { $0.assessment.cognitivelyAble = nil }),
        ("assessment.technicallyAble", { $0.assessment.technicallyAble = nil }),
        ("assessment.seenInClinicThisCourse", { $0.assessment.seenInClinicThisCourse = nil }),
        ("assessment.referral", { $0.assessment.referral = .unknown }),
        ("content", { $0.content = nil }),
        ("persons", { $0.persons = nil }),
        ("participants", { $0.participants = nil }),
        ("timeline", { $0.timeline = nil }),
        ("end.telephoneAgreed", { $0.end.telephoneAgreed = nil }),
        ("note.written", { $0.note.written = nil }),
        ("note.goalReached", { $0.note.goalReached = nil }),
        ("otherServices", { $0.otherServices = nil }),
        ("provider.dataProtectionConfirmed", { $0.provider.dataProtectionConfirmed = nil }),
    ]
}
