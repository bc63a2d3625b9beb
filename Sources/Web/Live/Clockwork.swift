import Kernel
import Logging
import ServiceLifecycle
import UseCases

/// What happens by the clock: signs of life in the streams, views that change with time, overdue visits.
struct Clockwork: Service {
    let site: Site
    let logger: Logger

    func run() async throws {
        var second = 0
        let beats = AsyncStream<Void> {
            try? await Task.sleep(for: .seconds(1))
            return Task.isCancelled ? nil : ()
        }
        for await _ in beats.cancelOnGracefulShutdown() {
            second += 1
            let now = site.acts.ports.clock.now()
            if second % 10 == 0 { await site.hub.keepAlive() }
            await site.hub.renewByClock(all: second % 15 == 0, at: now)
            guard second % 5 == 0 else { continue }
            do { try await site.acts.tick() } catch {
                logger.error("clockwork", metadata: ["error": "\(Failure.safe(error))"])
            }
        }
    }
}

/// The one reader of the media server's news.
struct MediaFollower: Service {
    let acts: Acts
    let logger: Logger

    func run() async throws {
        let logger = logger
        await cancelWhenGracefulShutdown {
            await acts.followMedia { logger.error("media news", metadata: ["error": "\(Failure.safe($0))"]) }
            // The stream ends only when the media server does; a service that returns would end the whole group.
            try? await gracefulShutdown()
        }
    }
}
