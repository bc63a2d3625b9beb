import Hummingbird
import ServiceLifecycle

extension Site {
    /// Answers with a live stream that lasts until the page, the hub or the server closes it.
    func stream(to reader: LiveHub.Reader, _ request: Request) -> Response {
        let site = self
        let body = ResponseBody { writer in
            // Opened here and not before: a reader who is gone before the answer begins leaves nothing behind.
            let (number, pieces) = await site.hub.open(reader)
            await site.acts.pageOpened(by: reader.caller)
            let end: @Sendable () -> Void = { Task { await site.hub.close(number) } }
            do {
                try await withGracefulShutdownHandler {
                    try await request.body.consumeWithInboundCloseHandler { body in
                        // Nobody reads a body here. Unless that is said, the fifth piece of one would be waited with for
                        // ever, and the end of the connection never seen.
                        _ = body.makeAsyncIterator()
                        for await piece in pieces { try await writer.write(piece) }
                    } onInboundClosed: {
                        end()
                    }
                } onGracefulShutdown: {
                    end()
                }
            } catch {
                // The connection broke: that is how most streams end.
            }
            await site.hub.close(number)
            await site.acts.pageClosed(by: reader.caller)
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        var response = Response(status: .ok, headers: headers, body: body)
        // Proxies must not gather the pieces.
        response.headers[named: "x-accel-buffering"] = "no"
        return response
    }
}
