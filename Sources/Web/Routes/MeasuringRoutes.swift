import Hummingbird
import Kernel
import UseCases

/// What only a demonstration under measurement offers. Anywhere else these addresses are not there.
struct MeasuringRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        guard site.settings.measuring, let clock = site.acts.ports.clock as? any MovableClock else { return }
        router.post("/measuring/clock") { request, _ in
            let wish = try (try await Entered(request)).json(Passing.self)
            guard (1...Self.longest).contains(wish.passMs) else {
                throw Refusal(
                    .invalid, "number-out-of-range", field: "passMs",
                    details: ["least": "1", "most": "\(Self.longest)"])
            }
            clock.pass(Milliseconds(wish.passMs))
            await site.hub.renewByClock(all: true, at: clock.now())
            return try Answer.json(["now": clock.now()])
        }
    }

    /// A year.
    private static let longest: Int64 = 366 * 86_400_000
}

private struct Passing: Decodable { let passMs: Int64 }
