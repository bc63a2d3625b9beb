import Access
import Kernel
import Visits

extension Acts {
    /// Requests that may wait at one clinic: a queue that nobody answers must not grow without end.
    static let mostWaitingRequests = 100

    /// What anybody may know of a clinic, for its public page; refuses one that there is none of.
    public func publicClinic(_ id: ID<Clinic>) async throws -> PublicClinic {
        guard let clinic = try await ports.store.clinic(id) else { throw Refusal(.notFound, "no-such-clinic") }
        return PublicClinic(clinic)
    }

    /// Puts somebody's wish for video into the clinic's queue of requests. The same wish of the same person, sent
    /// again while it waits, is the same request.
    @discardableResult
    public func askForVideo(
        _ wish: VideoWish, at id: ID<Clinic>, by caller: Caller = .nobody
    ) async throws -> ID<VideoRequest> {
        var wish = wish
        wish.name = wish.name.trimmed
        wish.telephone = wish.telephone.trimmed
        wish.text = wish.text.trimmed
        guard let clinic = try await ports.store.clinic(id) else {
            throw try await audited(Refusal(.notFound, "no-such-clinic"), .askForVideo, by: caller, on: nil)
        }
        do {
            try Permission.check(.askForVideo, by: caller, at: clinic)
            guard clinic.settings.takesRequests ?? true else { throw Refusal(.conflict, "requests-closed") }
            let event = try VideoRequest.ask(wish, at: now)
            let waiting = try await ports.store.requests(waitingAt: id)
            if let same = waiting.first(where: { $0.wish == wish }) { return same.id }
            guard waiting.count < Self.mostWaitingRequests else { throw Refusal(.tooMany, "requests-full") }
            guard let request = VideoRequest(newID("r"), at: id, first: event) else {
                preconditionFailure("VideoRequest.ask gives an asked event, which a request begins with")
            }
            let audit = AuditEntry(
                at: now, clinic: id, caller: caller.auditName, act: .askForVideo, visit: nil, result: .done)
            _ = try await ports.store.save(
                RequestChange(request: request, event: event, expected: 0, audit: audit))
            await ports.news.publish(.clinic(id))
            return request.id
        } catch let refusal as Refusal {
            throw try await audited(refusal, .askForVideo, by: caller, on: nil)
        }
    }
}
