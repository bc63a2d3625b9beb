import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func request(_ id: ID<VideoRequest>) async throws -> VideoRequest? {
        try await database.read { session in
            try session.row("select body from video_requests where id = $1", [id.text]).map(Self.request)
        }
    }

    public func requests(waitingAt clinic: ID<Clinic>) async throws -> [VideoRequest] {
        try await database.read { session in
            try session.rows(
                "select body from video_requests where clinic = $1 and waiting = 1 order by asked_at, id",
                [clinic.text]
            ).map(Self.request)
        }
    }

    public func save(_ change: RequestChange) async throws -> Bool {
        try await database.write { session in
            guard try Self.keep(change, session) else { return false }
            try session.run(
                "insert into video_request_events (request, number, at, word, body) values ($1, $2, $3, $4, $5)",
                [
                    change.request.id.text, change.expected + 1, change.event.at.ms, change.event.word,
                    JSONText.of(change.event),
                ])
            if let booking = change.booking { _ = try Self.save(booking, session) }
            if let entry = change.audit { try Self.append(entry, session) }
            return true
        }
    }

    /// The current state, unless somebody else has changed it since.
    private static func keep(_ change: RequestChange, _ session: any SQLSession) throws -> Bool {
        let request = change.request
        let body = try JSONText.of(request)
        var isAccepted = false
        if case .accepted = request.state { isAccepted = true }
        guard change.expected > 0 else {
            return try session.run(
                """
                insert into video_requests (id, clinic, version, waiting, accepted, asked_at, changed_at, body)
                values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing
                """,
                [
                    request.id.text, request.clinic.text, request.version, request.isWaiting, isAccepted,
                    request.askedAt.ms, request.changedAt.ms, body,
                ]) == 1
        }
        return try session.run(
            """
            update video_requests set version = $2, waiting = $3, accepted = $4, changed_at = $5, body = $6
            where id = $1 and version = $7
            """,
            [
                request.id.text, request.version, request.isWaiting, isAccepted, request.changedAt.ms, body,
                change.expected,
            ]) == 1
    }

    public func requestEvents(of request: ID<VideoRequest>) async throws -> [VideoRequestEvent] {
        try await database.read { session in
            try session.rows("select body from video_request_events where request = $1 order by number", [request.text])
                .map { try JSONText.read(VideoRequestEvent.self, $0.text("body"), "a request's event") }
        }
    }

    public func purgeRequests(at clinic: ID<Clinic>, accepted: Instant, others: Instant) async throws {
        try await database.write { session in
            let old = """
                clinic = $1 and ((accepted = 1 and changed_at < $2) or (accepted = 0 and changed_at < $3))
                """
            let values: [any SQLBindable] = [clinic.text, accepted.ms, others.ms]
            try session.run(
                "delete from video_request_events where request in (select id from video_requests where \(old))",
                values)
            try session.run("delete from video_requests where \(old)", values)
        }
    }

    private static func request(_ row: SQLRow) throws -> VideoRequest {
        try JSONText.read(VideoRequest.self, row.text("body"), "a request")
    }
}
