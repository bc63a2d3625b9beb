import Crypto
import Foundation
import Hummingbird
import Kernel
import UseCases
import Visits

/// What an operator's Prometheus reads: `GET /metrics`, for the holder of the operator's token and nobody else. Without
/// a token in the settings there is no such page.
struct MetricsRoutes: Sendable {
    let site: Site
    let requests: RequestCount
    /// What the media server has to show.
    let media: @Sendable () async -> [MetricFamily]

    func add(to router: Router<Visitor>) {
        guard let token = site.settings.metricsToken else { return }
        let expected = SHA256.hash(data: Data(token.utf8))
        router.get("/metrics") { request, visitor in
            try await check(request, visitor, expected)
            let families = await media() + [try await visits(), requests.family]
            return Answer.text(Exposition.text(families), type: Exposition.contentType)
        }
    }

    /// Digests are compared, so that the time it takes tells nothing of the token.
    private func check(_ request: Request, _ visitor: Visitor, _ expected: SHA256.Digest) async throws {
        let given = request.headers[.authorization] ?? ""
        let token = given.lowercased().hasPrefix("bearer ") ? String(given.dropFirst(7)) : ""
        guard SHA256.hash(data: Data(token.utf8)) != expected else { return }
        let now = site.acts.ports.clock.now()
        guard await site.guesses.note(site.address(of: request, visitor), at: now) else {
            throw Refusal(.tooMany, "too-many-attempts", details: ["minutes": "10"])
        }
        throw try await site.acts.refuse(Refusal(.unknownCaller, "unknown-key"), .seeMetrics, by: .nobody)
    }

    private func visits() async throws -> MetricFamily {
        let counts = try await site.acts.visitsByState()
        let states = VisitState.allCases.filter { $0 != .ended }
        return MetricFamily(
            "venterum_visits", .gauge, "Visits that have not ended and begin within a day, by state.",
            states.map { .init([("state", $0.rawValue)], Double(counts[$0] ?? 0)) })
    }
}
