import Access
import Kernel
import Settlements
import Visits

/// What the settlement page of one visit shows.
public struct SettlementView: Sendable {
    public let visit: Visit
    public let proposal: Proposal
    /// What was fed to the engine, to export and run again.
    public let facts: Settlements.Facts
    public let questions: [SettlementQuestion]
    /// By path: what has been answered so far.
    public let answers: [String: String]
    /// Oldest first; the last one stands.
    public let entries: [SettlementEntry]
}

extension Acts {
    /// The proposal for a visit as it stands now: from its events and from what has been answered.
    public func settlement(of id: ID<Visit>, by caller: Caller) async throws -> SettlementView {
        let (visit, clinic) = try await settled(id, .seeSettlement, by: caller, as: .read)
        return try await settlementView(of: visit, at: clinic)
    }

    /// Keeps answers and proposes anew. Refuses an answer that its question does not allow, and keeps none then.
    public func answerSettlement(
        of id: ID<Visit>, _ answers: [String: String], by caller: Caller
    ) async throws -> SettlementView {
        let (visit, clinic) = try await settled(id, .answerSettlement, by: caller, as: .done)
        guard let staff = caller.author.staff else { throw Refusal(.forbidden, "staff-only") }
        for (path, value) in answers where !value.isEmpty {
            guard let question = SettlementQuestion.of(path) else {
                throw Refusal(.invalid, "answer-not-allowed", field: path)
            }
            try question.check(value)
        }
        let now = now
        try await ports.store.add(
            answers.sorted { $0.key < $1.key }.map {
                SettlementAnswer(visit: visit.id, path: $0.key, value: $0.value, at: now, staff: staff)
            })
        return try await settlementView(of: visit, at: clinic)
    }

    /// The clinician's decision, or a correction of an earlier one. `lines` are codes with counts, and only for a
    /// change.
    ///
    /// - Parameter corrects: The newest entry as the clinician saw it; two who decide at once, and one wins.
    public func decideSettlement(
        of id: ID<Visit>, _ decision: SettlementEntry.Decision, lines: [(code: String, count: Int)] = [],
        reason: String? = nil, corrects: ID<SettlementEntry>? = nil, by caller: Caller
    ) async throws -> SettlementView {
        let (visit, clinic) = try await settled(id, .decideSettlement, by: caller, as: .done)
        guard case .staff(let member) = caller else { throw Refusal(.forbidden, "clinicians-only") }
        let view = try await settlementView(of: visit, at: clinic)
        let reason = reason?.trimmed ?? ""
        guard visit.ending != nil else { throw Refusal(.conflict, "settlement-before-the-end") }
        if decision != .confirmed || corrects != nil {
            guard !reason.isEmpty else { throw Refusal(.invalid, "reason-missing", field: "reason") }
            guard reason.count <= SettlementAnswers.longestText else {
                throw Refusal(.invalid, "too-long", field: "reason")
            }
        }
        let entry = SettlementEntry(
            id: newID("b"), visit: visit.id, clinic: clinic.id, decision: decision,
            lines: try decided(decision, lines, view), reason: reason.isEmpty ? nil : reason, corrects: corrects,
            specialty: view.facts.provider.specialty, ruleSet: view.proposal.ruleSet,
            serviceDate: view.proposal.serviceDate, patient: visit.booking.patient, at: now, staff: member.id,
            staffName: member.name, proposal: String(decoding: view.proposal.json, as: UTF8.self))
        guard try await ports.store.add(entry, after: corrects) else {
            throw Refusal(.conflict, "settlement-decided-meanwhile")
        }
        return try await settlementView(of: visit, at: clinic)
    }

    private func decided(
        _ decision: SettlementEntry.Decision, _ lines: [(code: String, count: Int)], _ view: SettlementView
    ) throws(Refusal) -> [SettlementEntry.Line] {
        switch decision {
        case .declined: return []
        case .confirmed:
            guard !view.proposal.lines.isEmpty else { throw Refusal(.conflict, "nothing-to-confirm") }
            return view.proposal.lines.map {
                .init(code: $0.code.rawValue, count: $0.count, payment: $0.payment, ore: $0.amount?.money.ore)
            }
        case .changed:
            guard !lines.isEmpty else { throw Refusal(.invalid, "no-lines", field: "code") }
            return try lines.map { line throws(Refusal) in
                guard let code = ServiceCode(rawValue: line.code) else {
                    throw Refusal(.invalid, "no-such-code", field: "code", details: ["code": line.code])
                }
                guard (1...99).contains(line.count) else {
                    throw Refusal(.invalid, "count-out-of-range", field: "count")
                }
                return changed(code, line.count, view)
            }
        }
    }

    /// A line of the clinician's own: paid as the same code is when it is proposed, so that what is expected stays true.
    private func changed(_ code: ServiceCode, _ count: Int, _ view: SettlementView) -> SettlementEntry.Line {
        if let proposed = view.proposal.lines.first(where: { $0.code == code }) {
            return .init(
                code: code.rawValue, count: count, payment: proposed.payment, ore: proposed.amount?.money.ore)
        }
        // The chronic-care fee covers these three (R3); that the patient has it, the proposal has found.
        let isCovered = [ServiceCode.video, .telephone, .annualReview].contains(code)
            && view.proposal.lines.contains { $0.payment == .chronicFee }
        let row = ports.proposer?.tariffs.row(
            of: code, specialty: view.facts.provider.specialty, on: view.proposal.serviceDate)
        let isRegistration = code == .remoteRegistration
        return .init(
            code: code.rawValue, count: count,
            payment: isRegistration ? .zero : isCovered ? .chronicFee : .tariff,
            ore: isRegistration ? 0 : row?.amount?.ore)
    }

    /// The visit and its clinic, asked for and audited.
    private func settled(
        _ id: ID<Visit>, _ act: Act, by caller: Caller, as result: AuditEntry.Result
    ) async throws -> (Visit, Clinic) {
        guard let visit = try await ports.store.visit(id) else {
            throw try await audited(Refusal(.notFound, "no-such-visit"), act, by: caller, on: nil)
        }
        return (visit, try await permitted(act, by: caller, on: visit, as: result))
    }

    func settlementView(of visit: Visit, at clinic: Clinic) async throws -> SettlementView {
        guard let base = ports.proposer, let profile = clinic.settlement else {
            throw Refusal(.conflict, "settlement-not-set-up")
        }
        let events = try await ports.store.events(of: visit.id)
        guard let happened = Visits.Facts(visit.id, at: visit.clinic, events: events, now: now) else {
            // Removed between the two readings: it had been kept for as long as it should.
            throw Refusal(.notFound, "no-such-visit")
        }
        let kept = try await ports.store.settlementAnswers(of: visit.id)
        let answers = Dictionary(kept.map { ($0.path, $0.value) }) { _, later in later }
        let facts = FactsOfVisit.facts(
            happened, visit, profile, answers: answers, others: try await others(besides: visit, base.zone),
            zone: base.zone)
        let proposal = Self.proposer(base, profile).propose(facts)
        return SettlementView(
            visit: visit, proposal: proposal, facts: facts, questions: Self.questions(proposal, facts, answers),
            answers: answers, entries: try await ports.store.settlementEntries(of: visit.id))
    }

    /// How far the modules of a conference have come; nil where the clinic does not settle.
    func conferenceClock(of visit: Visit, at clinic: Clinic) async throws -> ConferenceClock? {
        guard let base = ports.proposer, let profile = clinic.settlement else { return nil }
        let events = try await ports.store.events(of: visit.id)
        guard let happened = Visits.Facts(visit.id, at: visit.clinic, events: events, now: now) else { return nil }
        let facts = FactsOfVisit.facts(happened, visit, profile, answers: [:], others: [], zone: base.zone)
        guard let time = base.conference(facts) else { return nil }
        return ConferenceClock(countedMs: time.counted.count, moduleMs: time.module.count, modules: time.cap)
    }

    /// What has been decided for other visits of the same day whose patient has the same name and telephone:
    /// Venterum knows a
    /// patient by nothing else.
    private func others(besides visit: Visit, _ zone: CivilZone) async throws -> [Settlements.Facts.OtherService] {
        let date = zone.local(visit.booking.start).date
        let entries = try await ports.store.settlementEntries(at: visit.clinic, from: date, to: date)
        var newest: [ID<Visit>: SettlementEntry] = [:]
        for entry in entries where entry.visit != visit.id && entry.patient == visit.booking.patient {
            newest[entry.visit] = entry
        }
        var found: [Settlements.Facts.OtherService] = []
        for entry in newest.values.sorted(by: { $0.id < $1.id }) {
            guard try await ports.store.visit(entry.visit)?.booking.telephone == visit.booking.telephone else {
                continue
            }
            found += entry.lines.map { .init(code: $0.code, date: entry.serviceDate, specialty: entry.specialty) }
        }
        return found
    }

    static func proposer(_ base: Proposer, _ profile: SettlementProfile) -> Proposer {
        var settings = base.settings
        if profile.countsCommencedModules { settings.moduleRounding = .commenced }
        return Proposer(zone: base.zone, tariffs: base.tariffs, settings: settings)
    }

    /// One for each missing fact that can be told here, and for what was answered already, so that a slip can be
    /// put right.
    private static func questions(
        _ proposal: Proposal, _ facts: Settlements.Facts, _ answers: [String: String]
    ) -> [SettlementQuestion] {
        var paths = proposal.missing
        if facts.content == .annualReview, facts.form == .consultation { paths.append("assessment.paraclinicalAtHome") }
        paths += answers.keys.sorted()
        if proposal.lines.contains(where: { $0.code == .video }) { paths.append("supplements") }
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }.compactMap(SettlementQuestion.of)
    }
}
