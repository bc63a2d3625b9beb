import Access
import Kernel
import Visits

extension Acts {
    /// What the clock asks for. To be called every five seconds or so; each round is made when it is due.
    public func tick() async throws {
        try await ports.store.setAlive(now)
        await endOldTests()
        if await ports.live.isDue("lines", every: .seconds(20), at: now) { try await measureLines() }
        if await ports.live.isDue("overdue", every: .minutes(1), at: now) { try await closeOverdue() }
        if await ports.live.isDue("purge", every: .hours(6), at: now) { try await purge() }
    }

    /// Keeps what was measured of lines once a minute, so that a server that is killed loses little of it.
    func measureLines() async throws {
        for id in await ports.live.visitsWithLines(of: 60) {
            guard let visit = try await ports.store.visit(id) else { continue }
            for (one, line) in await ports.live.takeLines(of: visit) {
                _ = try await perform(.measureLine, on: id, by: .system) { _, _ in .measureLine(one, line) }
            }
        }
    }

    /// Ends the visits that have been left lying, each with the outcome that its events point to. Returns how many.
    @discardableResult
    public func closeOverdue() async throws -> Int {
        var count = 0
        for visit in try await ports.store.unfinished(startingBefore: now) {
            let live = await ports.live.snapshot(of: visit.clinic)
            guard visit.isOverdue(at: now, present: live.online(visit.patient.id)) else { continue }
            do {
                _ = try await perform(.closeOverdue, on: visit.id, by: .system) { _, _ in .end(nil) }
                count += 1
            } catch is Refusal {
                // Somebody else ended it in the meantime.
            }
        }
        return count
    }

    /// Removes what is kept no longer: visits, and requests that became visits, by each clinic's own rule, other
    /// requests thirty days after they were made or declined, the written talk a day after a visit, sessions
    /// and attempts after a day, the audit after five years.
    public func purge() async throws {
        for clinic in try await ports.store.clinics() {
            let kept = now - clinic.settings.keptFor
            _ = try await ports.store.purgeVisits(at: clinic.id, before: kept)
            try await ports.store.purgeRequests(at: clinic.id, accepted: kept, others: now - .days(30))
        }
        try await ports.store.purgeMessages(endedBefore: now - .days(1))
        try await ports.store.purgeSessions(before: now - .days(1), knownSince: now - Self.addressKnownFor)
        try await ports.store.purgeAudit(before: now - .days(5 * 365 + 1))
    }
}
