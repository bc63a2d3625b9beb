import Kernel

/// Who caused an event.
public enum Author: Sendable, Hashable, Codable {
    /// The name is kept as it was then: the facts sheet must still say it when the person has left or married.
    case staff(ID<StaffMember>, name: String)
    case participant(ID<Participant>)
    case clinicKey(ID<ClinicKey>)
    /// The clock or the media path, not a person.
    case system

    /// The member of staff, where it was one.
    public var staff: ID<StaffMember>? {
        if case .staff(let id, _) = self { id } else { nil }
    }
}
