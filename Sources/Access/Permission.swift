import Kernel
import Visits

/// Answers whether somebody may do something.
public enum Permission {
    /// Refuses with the reason, or returns.
    ///
    /// - Parameters:
    ///   - visit: The visit that it is about, where there is one.
    ///   - clinic: The clinic that it is about.
    ///
    /// Another clinic's visit, and another visit than the link's own, are refused as not found: that it exists is
    /// itself nobody else's business.
    public static func check(
        _ act: Act, by caller: Caller, on visit: Visit? = nil, at clinic: Clinic
    ) throws(Refusal) {
        if case .system = caller { return }
        let rule = Rule.of(act)
        switch caller {
        case .system: return
        case .nobody:
            guard rule.anybody, visit == nil else { throw Refusal(.unknownCaller, "not-signed-in") }
        case .staff(let member):
            guard member.active else { throw Refusal(.unknownCaller, "not-signed-in") }
            guard member.clinic == clinic.id, visit == nil || visit?.clinic == member.clinic else { throw unknownVisit }
            guard rule.staff.contains(member.role) || (rule.managers && member.manages) else {
                throw refusal(for: rule)
            }
            if let visit { try check(rule.condition, member, visit, clinic) }
        case .participant(let holder):
            guard holder.clinic == clinic.id, visit == nil || visit?.id == holder.visit else { throw unknownVisit }
            guard rule.participants.contains(holder.role) else { throw Refusal(.forbidden, "staff-only") }
        case .clinicKey(_, let own):
            guard own == clinic.id, visit == nil || visit?.clinic == own else { throw unknownVisit }
            guard rule.keys else { throw Refusal(.forbidden, "key-may-not") }
        }
    }

    /// Whether this member of staff may admit the visit: a clinician, on the visit's own list where it has one, else
    /// by the clinic's setting.
    public static func mayAdmit(_ member: StaffMember, _ visit: Visit, _ settings: ClinicSettings) -> Bool {
        guard member.active, member.role == .clinician, member.clinic == visit.clinic else { return false }
        if let list = visit.booking.mayAdmit { return list.contains(member.id) }
        switch settings.whoAdmits {
        case .anyClinician: return true
        case .bookedClinicians: return visit.booking.with.isEmpty || visit.booking.with.contains(member.id)
        }
    }

    private static let unknownVisit = Refusal(.notFound, "no-such-visit")

    private static func refusal(for rule: Rule) -> Refusal {
        if rule.staff.isEmpty && rule.managers { return Refusal(.forbidden, "managers-only") }
        if rule.staff == [.clinician] { return Refusal(.forbidden, "clinicians-only") }
        if rule.staff.isEmpty { return Refusal(.forbidden, "participants-only") }
        return Refusal(.forbidden, "role-may-not")
    }

    private static func check(
        _ condition: Rule.Condition, _ member: StaffMember, _ visit: Visit, _ clinic: Clinic
    ) throws(Refusal) {
        let listed = mayAdmit(member, visit, clinic.settings)
        switch condition {
        case .none: return
        case .mayAdmit:
            guard listed else { throw Refusal(.forbidden, "not-among-those-who-may-admit") }
        case .ownCall:
            if let call = visit.call {
                guard call.by == member.id else {
                    throw Refusal(.forbidden, "not-your-call", details: ["name": call.name])
                }
            } else if visit.ending == nil {
                guard listed else { throw Refusal(.forbidden, "not-among-those-who-may-admit") }
            }
        case .ownCallOrManager:
            guard let call = visit.call, call.by != member.id, !member.manages else { return }
            throw Refusal(.forbidden, "not-your-call", details: ["name": call.name])
        }
    }
}
