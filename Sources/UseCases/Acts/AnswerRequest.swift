import Access
import Kernel
import Visits

extension Acts {
    /// Books a visit for a request that waits: that is its triage, kept with who and when. The request, the visit and
    /// the link are kept together or not at all, so of two who answer at once one wins.
    ///
    /// - Parameter order: When, with whom and of which kind; name and telephone are the request's own.
    public func acceptRequest(
        _ id: ID<VideoRequest>, _ order: BookingOrder, by caller: Caller
    ) async throws -> GivenLink {
        try await answer(id, .acceptRequest, by: caller) { request, clinic in
            try request.checkWaits()
            var order = order
            order.patient = request.wish.name
            order.telephone = request.wish.telephone
            order.triaged = true
            order.triagedAt = nil
            let (booking, given) = try await booked(order, at: clinic, by: caller, request: id)
            return (try request.accept(as: given.visit.id, by: caller.author, at: now), booking, given)
        }
    }

    /// Declines a request that waits, with the reason that the patient is told.
    public func declineRequest(_ id: ID<VideoRequest>, reason: String, by caller: Caller) async throws {
        try await answer(id, .declineRequest, by: caller) { request, _ in
            (try request.decline(reason.trimmed, by: caller.author, at: now), nil, ())
        }
    }

    /// Loads, decides, keeps and tells. Another clinic's request is not there.
    private func answer<Given>(
        _ id: ID<VideoRequest>, _ act: Act, by caller: Caller,
        _ decide: (VideoRequest, Clinic) async throws -> (VideoRequestEvent, VisitChange?, Given)
    ) async throws -> Given {
        do {
            guard let own = caller.clinic, let clinic = try await ports.store.clinic(own) else {
                throw Refusal(.unknownCaller, "not-signed-in")
            }
            try Permission.check(act, by: caller, at: clinic)
            // Decided once more where somebody else was first: then the refusal says who.
            for _ in 0..<3 {
                guard let request = try await ports.store.request(id), request.clinic == clinic.id else {
                    throw Refusal(.notFound, "no-such-request")
                }
                let (event, booking, given) = try await decide(request, clinic)
                var after = request
                after.apply(event)
                let audit = entry(act, by: caller, on: booking?.visit, .done)
                let change = RequestChange(
                    request: after, event: event, expected: request.version, booking: booking, audit: audit)
                guard try await ports.store.save(change) else { continue }
                await ports.news.publish(.clinic(clinic.id))
                return given
            }
            throw Refusal(.conflict, "too-busy")
        } catch let refusal as Refusal {
            throw try await audited(refusal, act, by: caller, on: nil)
        }
    }
}
