import Kernel

/// Those of a clinic who wait, in the order in which they are to be seen: by booked time, then arrival.
public struct Queue: Sendable {
    public let order: [Visit]

    /// Takes the queued ones out of all the clinic's visits.
    public init(_ visits: some Sequence<Visit>) {
        order = visits.filter(\.queued).sorted { Self.key($0) < Self.key($1) }
    }

    private static func key(_ visit: Visit) -> (Instant, Instant, ID<Visit>) {
        (visit.booking.start, visit.patient.arrivedAt ?? visit.changedAt, visit.id)
    }

    /// Those before the visit whom the same clinicians are to see.
    public func ahead(of visit: Visit, clinicians: Set<ID<StaffMember>>) -> [Visit] {
        let mine = visit.expected(among: clinicians)
        return order.prefix { $0.id != visit.id }.filter { !$0.expected(among: clinicians).isDisjoint(with: mine) }
    }

    /// The number in the queue, the first being 1; nil for one who is not in it.
    public func place(of visit: Visit, clinicians: Set<ID<StaffMember>>) -> Int? {
        guard order.contains(where: { $0.id == visit.id }) else { return nil }
        return ahead(of: visit, clinicians: clinicians).count + 1
    }
}

extension Visit {
    /// Who is expected to see the patient: those with whom it is booked, else those on the visit's list, else anyone.
    public func expected(among clinicians: Set<ID<StaffMember>>) -> Set<ID<StaffMember>> {
        if !booking.with.isEmpty { return Set(booking.with) }
        if let list = booking.mayAdmit, !list.isEmpty { return Set(list) }
        return clinicians
    }
}
