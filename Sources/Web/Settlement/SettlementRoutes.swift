import Access
import Hummingbird
import Kernel
import Settlements
import UseCases
import Visits

/// The proposal for a visit and what is decided of it, the manager's list with its exports, the guide, and
/// proposals for
/// facts from outside. All pages work without scripts.
struct SettlementRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        addVisit(staff)
        addManager(staff)
        router.get("/settlement-guide") { request, _ in
            try site.show(SettlementGuidePage(), request, signedIn: try await site.signedIn(request))
        }
        router.post("/api/settlement/proposals") { request, visitor in try await propose(request, visitor) }
    }

    // MARK: One visit

    private func addVisit(_ staff: StaffRoutes) {
        staff.page("/visits/:visit/settlement") { asked in
            try show(try await site.acts.settlement(of: asked.visit, by: asked.caller), asked)
        }
        staff.reading("/visits/:visit/settlement/facts", .seeSettlement) { asked in
            let view = try await site.acts.settlement(of: asked.visit, by: asked.caller)
            guard let zone = site.acts.ports.proposer?.zone else { throw Refusal(.conflict, "settlement-not-set-up") }
            return Answer.text(
                String(decoding: view.facts.json(in: zone), as: UTF8.self) + "\n", type: "application/json")
        }
        staff.act(.post, "/visits/:visit/settlement/answer", .answerSettlement) { asked in
            let answers = Self.answers(asked.entered)
            return try await answered(asked) {
                try await site.acts.answerSettlement(of: asked.visit, answers, by: asked.caller)
            }
        }
        staff.act(.post, "/visits/:visit/settlement/decide", .decideSettlement) { asked in
            let form = asked.entered
            guard let decision = form.field("decision").flatMap(SettlementEntry.Decision.init(rawValue:)) else {
                throw Refusal(.invalid, "json-not-understood", field: "decision")
            }
            let lines = Self.lines(form).filter { !$0.code.isEmpty }.map { ($0.code, Int($0.count) ?? 0) }
            return try await answered(asked) {
                try await site.acts.decideSettlement(
                    of: asked.visit, decision, lines: lines, reason: form.field("reason"),
                    corrects: form.field("corrects").flatMap { $0.isEmpty ? nil : ID($0) }, by: asked.caller)
            }
        }
    }

    /// The codes and counts of the form's rows, as they were entered.
    private static func lines(_ form: Entered) -> [(code: String, count: String)] {
        let counts = form.form["count"] ?? []
        return (form.form["code"] ?? []).enumerated().map { index, code in
            (code, index < counts.count ? counts[index] : "1")
        }
    }

    private static func answers(_ form: Entered) -> [String: String] {
        form.form.filter { $0.key != Site.formField }.mapValues { $0.filter { !$0.isEmpty }.joined(separator: ",") }
    }

    /// Back to the page after an act; a refusal is shown on the page itself, with what was entered.
    private func answered(
        _ asked: StaffRequest, _ act: () async throws -> SettlementView
    ) async throws -> Response {
        do {
            return try show(try await act(), asked)
        } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
            let words = site.pages.words(Language(of: asked.request))
            let view = try await site.acts.settlement(of: asked.visit, by: asked.caller)
            return try show(
                view, asked, failure: Problems.sentence(refusal, words), field: refusal.field,
                status: Problems.status(of: refusal))
        }
    }

    private func show(
        _ view: SettlementView, _ asked: StaffRequest, failure: String? = nil, field: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let words = site.pages.words(Language(of: asked.request))
        let page = SettlementPage(
            view: view, words: words, failure: failure, field: field,
            reason: failure == nil ? "" : asked.entered.field("reason") ?? "",
            lines: failure == nil ? [] : Self.lines(asked.entered),
            answers: failure == nil ? [:] : Self.answers(asked.entered),
            isClinician: asked.member.role == .clinician)
        return try site.show(page, asked.request, signedIn: asked.signedIn, status: status)
    }

    // MARK: The manager

    private func addManager(_ staff: StaffRoutes) {
        staff.page("/manage/settlement") { asked in try await list(asked) }
        staff.act(.post, "/manage/settlement", .manageSettlement) { asked in
            let form = asked.entered
            let profile = SettlementProfile(
                specialty: form.field("specialty") ?? "", ydernummer: form.field("ydernummer") ?? "",
                dataProtectionConfirmed: form.field("dataProtection") == "yes",
                countsCommencedModules: form.field("modules") == "commenced")
            do {
                try await site.acts.setSettlement(profile, by: asked.caller)
            } catch let refusal as Refusal where refusal.kind == .invalid {
                let words = site.pages.words(Language(of: asked.request))
                return try await list(
                    asked, entered: profile, failure: Problems.sentence(refusal, words), field: refusal.field)
            }
            return try await list(asked, saved: true)
        }
        staff.reading("/manage/settlement/export.csv", .seeSettlements) { asked in
            let list = try await site.acts.settlements(try search(asked.request), by: asked.caller)
            return Answer.text(
                SettlementExport.csv(list), type: "text/csv; charset=utf-8",
                headers: [.contentDisposition: "attachment; filename=\"settlement.csv\""])
        }
        staff.reading("/manage/settlement/export.jsonl", .seeSettlements) { asked in
            let list = try await site.acts.settlements(try search(asked.request), by: asked.caller)
            return Answer.text(
                try SettlementExport.jsonLines(list), type: "application/jsonl; charset=utf-8",
                headers: [.contentDisposition: "attachment; filename=\"settlement.jsonl\""])
        }
    }

    private func list(
        _ asked: StaffRequest, entered: SettlementProfile? = nil, failure: String? = nil, field: String? = nil,
        saved: Bool = false
    ) async throws -> Response {
        let words = site.pages.words(Language(of: asked.request))
        var (failure, field) = (failure, field)
        var found: (SettlementSearch, SettlementList)
        do {
            let wished = try search(asked.request)
            found = (wished, try await site.acts.settlements(wished, by: asked.caller))
        } catch let refusal as Refusal where refusal.kind == .invalid {
            // A period that cannot be is said beside the period; the month that is now is shown meanwhile.
            let usual = try search(nil)
            found = (usual, try await site.acts.settlements(usual, by: asked.caller))
            (failure, field) = (Problems.sentence(refusal, words), "period")
        }
        let query = asked.request.uri.queryParameters
        var page = SettlementListPage(
            list: found.1, search: found.0, words: words, entered: entered, failure: failure, field: field,
            saved: saved)
        if field == "period" {
            page.typedPeriod = (query["from"].map(String.init) ?? "", query["to"].map(String.init) ?? "")
        }
        return try site.show(
            page, asked.request, signedIn: asked.signedIn, status: failure == nil ? .ok : .unprocessableContent)
    }

    /// The period, clinician and status that the address asks for; without any, the month that is now.
    private func search(_ request: Request?) throws -> SettlementSearch {
        let query = request?.uri.queryParameters
        func value(_ name: String) -> String { (query?[Substring(name)]).map(String.init) ?? "" }
        let today = LocalDate(LocalTime.date(site.acts.ports.clock.now())) ?? LocalDate(dayNumber: 0)
        let first = today.adding(days: 1 - today.parts.day)
        for name in ["from", "to"] where !value(name).isEmpty && LocalDate(value(name)) == nil {
            throw Refusal(.invalid, "time-not-understood", field: name)
        }
        return SettlementSearch(
            from: LocalDate(value("from")) ?? first, to: LocalDate(value("to")) ?? today,
            clinician: value("clinician").isEmpty ? nil : ID(value("clinician")),
            status: SettlementSearch.Status(rawValue: value("status")) ?? .all)
    }

    // MARK: Facts from outside

    /// One facts object, as `venterum settle` reads it; a fault names its path as the problem's field.
    private func propose(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let caller = try await caller(request, visitor)
        let entered = try await Entered(request, upTo: FactsStream.objectLimit)
        // The command reads many; here it is one, and a caller must not believe that a second was looked at.
        let white: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = entered.bytes.readableBytesView.first(where: { !white.contains($0) }) else {
            return try malformed(found: "nothing")
        }
        guard first != UInt8(ascii: "[") else { return try malformed(found: "an array") }
        var stream = FactsStream()
        stream.feed(entered.bytes.readableBytesView)
        stream.end()
        switch stream.next() {
        case .facts(let facts):
            guard case .finished = stream.next() else { return try malformed(found: "more after the object") }
            let proposal = try await site.acts.propose(facts, by: caller)
            return Answer.text(String(decoding: proposal.json, as: UTF8.self) + "\n", type: "application/json")
        case .malformed(let fault):
            let problem = MalformedProblem(
                title: "\(fault)", field: fault.path, found: fault.found, allowed: fault.allowed)
            return try Answer.json(problem, status: .unprocessableContent, type: "application/problem+json")
        case .needsMore, .finished: return try malformed(found: "nothing")
        }
    }

    private func malformed(found: String) throws -> Response {
        let problem = MalformedProblem(
            title: "found \(found), allowed: one facts object", field: "", found: found, allowed: "one facts object")
        return try Answer.json(problem, status: .unprocessableContent, type: "application/problem+json")
    }

    /// A signed-in member of staff, or the holder of a clinic's key.
    private func caller(_ request: Request, _ visitor: Visitor) async throws -> Caller {
        if request.headers[.authorization] == nil, let signedIn = try await site.signedIn(request) {
            let empty = try await Entered(Request(head: request.head, body: RequestBody(buffer: ByteBuffer())))
            try await site.checkForm(request, empty, signedIn, .proposeSettlement)
            return .staff(signedIn.staff)
        }
        let given = request.headers[.authorization] ?? ""
        let key = given.lowercased().hasPrefix("bearer ") ? String(given.dropFirst(7)).filter { $0 != " " } : ""
        do { return try await site.acts.caller(ofKey: key) } catch let refusal as Refusal {
            guard await site.guesses.note(site.address(of: request, visitor), at: site.acts.ports.clock.now()) else {
                throw Refusal(.tooMany, "too-many-attempts", details: ["minutes": "10"])
            }
            throw refusal
        }
    }
}

/// A malformed facts object (RFC 9457): the JSON path, what was found and what is allowed.
private struct MalformedProblem: Encodable {
    var type = "about:blank"
    let title: String
    var status = 422
    var word = "facts-malformed"
    let field: String
    let found: String
    let allowed: String
}

extension HTTPResponse.Status {
    static var unprocessableContent: Self { .init(code: 422, reasonPhrase: "Unprocessable Content") }
}
