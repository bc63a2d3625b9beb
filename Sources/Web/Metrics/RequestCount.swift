import Hummingbird
import Synchronization

/// Answers given, by the class of their status.
final class RequestCount: Sendable {
    /// 1xx to 5xx.
    private let counts = Mutex<[UInt64]>([0, 0, 0, 0, 0])

    func note(_ status: HTTPResponse.Status) {
        let place = min(5, max(1, status.code / 100)) - 1
        counts.withLock { $0[place] &+= 1 }
    }

    var family: MetricFamily {
        let samples = counts.withLock { $0 }.enumerated().map { place, count in
            MetricFamily.Sample([("status", "\(place + 1)xx")], Double(count))
        }
        return MetricFamily(
            "venterum_http_requests_total", .counter, "Requests answered, by the class of the status.", samples)
    }
}

/// Counts every answer; the outermost of all.
struct CountRequests: RouterMiddleware {
    typealias Context = Visitor
    let count: RequestCount

    func handle(
        _ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        count.note(response.status)
        return response
    }
}
