import Kernel
import Visits

/// Who asks. Made by the edge from a session, a link or a key; never from what a request says about itself.
public enum Caller: Sendable, Hashable {
    case staff(StaffMember)
    case participant(LinkHolder)
    case clinicKey(ID<ClinicKey>, clinic: ID<Clinic>)
    /// The clock and the media path.
    case system
    /// Not signed in, no link.
    case nobody

    /// The clinic on whose behalf the caller can ask.
    public var clinic: ID<Clinic>? {
        switch self {
        case .staff(let member): member.clinic
        case .participant(let holder): holder.clinic
        case .clinicKey(_, let clinic): clinic
        case .system, .nobody: nil
        }
    }

    /// The caller in an event.
    public var author: Author {
        switch self {
        case .staff(let member): .staff(member.id, name: member.name)
        case .participant(let holder): .participant(holder.participant)
        case .clinicKey(let id, _): .clinicKey(id)
        case .system, .nobody: .system
        }
    }

    /// The caller in the audit: a kind and an id, never a name.
    public var auditName: String {
        switch self {
        case .staff(let member): "staff:\(member.id)"
        case .participant(let holder): "participant:\(holder.participant)"
        case .clinicKey(let id, _): "key:\(id)"
        case .system: "system"
        case .nobody: "nobody"
        }
    }
}

/// One who came with a link that the clinic gave out: it stands for one participant of one visit and nothing else.
public struct LinkHolder: Sendable, Hashable {
    public let participant: ID<Participant>
    public let role: Participant.Role
    public let visit: ID<Visit>
    public let clinic: ID<Clinic>

    public init(participant: ID<Participant>, role: Participant.Role, visit: ID<Visit>, clinic: ID<Clinic>) {
        self.participant = participant
        self.role = role
        self.visit = visit
        self.clinic = clinic
    }
}
