import Access
import Kernel
import Visits

/// What is to be otherwise about a booking; nil leaves a part as it is.
public struct BookingChange: Sendable, Hashable {
    public var kind: Booking.Kind?
    public var patient: String?
    public var telephone: String?
    public var start: Instant?
    public var minutes: Int?
    public var with: [ID<StaffMember>]?
    /// The inner nil gives the list up for the clinic's setting.
    public var mayAdmit: [ID<StaffMember>]??
    public var triaged: Bool?
    /// The inner nil takes it away.
    public var reference: String??

    public init(
        kind: Booking.Kind? = nil, patient: String? = nil, telephone: String? = nil, start: Instant? = nil,
        minutes: Int? = nil, with: [ID<StaffMember>]? = nil, mayAdmit: [ID<StaffMember>]?? = nil,
        triaged: Bool? = nil, reference: String?? = nil
    ) {
        self.kind = kind
        self.patient = patient
        self.telephone = telephone
        self.start = start
        self.minutes = minutes
        self.with = with
        self.mayAdmit = mayAdmit
        self.triaged = triaged
        self.reference = reference
    }

    func applied(to old: Booking, by author: Author, at now: Instant) -> Booking {
        var new = old
        new.kind = kind ?? old.kind
        new.patient = patient?.trimmed ?? old.patient
        new.telephone = telephone?.trimmed ?? old.telephone
        new.start = start ?? old.start
        new.minutes = minutes ?? old.minutes
        new.with = with ?? old.with
        if let mayAdmit { new.mayAdmit = mayAdmit }
        if let reference { new.reference = reference }
        if let triaged {
            new.triage = triaged ? old.triage ?? Booking.Triage(by: author.staff, at: now) : nil
        }
        return new
    }
}

extension Acts {
    /// Changes a booking until the call begins. The links stay good: they open and close by the new time.
    @discardableResult
    public func change(_ visit: ID<Visit>, _ change: BookingChange, by caller: Caller) async throws -> Visit {
        let now = now
        if change.with != nil || change.mayAdmit != nil, let id = caller.clinic,
            let clinic = try await ports.store.clinic(id)
        {
            let asked = Booking(
                kind: .gpVideo, patient: "-", telephone: "", start: now, minutes: 1, with: change.with ?? [],
                mayAdmit: change.mayAdmit ?? nil)
            do { try await checkClinicians(of: asked, at: clinic) } catch let refusal as Refusal {
                throw try await audited(refusal, .change, by: caller, on: nil)
            }
        }
        return try await perform(.change, on: visit, by: caller) { visit, _ throws(Refusal) in
            let new = change.applied(to: visit.booking, by: caller.author, at: now)
            guard new.start == visit.booking.start || new.end > now else {
                throw Refusal(.invalid, "time-is-past", field: "start")
            }
            return .change(new)
        }
    }

    /// Cancels a visit before its call.
    @discardableResult
    public func cancel(_ visit: ID<Visit>, reason: String? = nil, by caller: Caller) async throws -> Visit {
        let reason = reason.map { String($0.trimmed.prefix(200)) }
        return try await perform(.cancel, on: visit, by: caller) { _, _ in .cancel(reason: reason) }
    }
}
