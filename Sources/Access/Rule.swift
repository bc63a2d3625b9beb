import Visits

/// Who may do one act.
struct Rule: Sendable {
    /// What must hold besides the caller's role.
    enum Condition: Sendable {
        case none
        /// Must be among those who may admit this visit.
        case mayAdmit
        /// While a call runs, only its own clinician; before it, one who may admit.
        case ownCall
        /// While a call runs, only its own clinician or a manager (who can free a visit that a colleague left open).
        case ownCallOrManager
    }

    var staff: Set<StaffMember.Role> = []
    /// Any member of staff with the manager's pages.
    var managers = false
    var participants: Set<Participant.Role> = []
    var keys = false
    /// Whoever comes to the clinic's public page, without session, link or key.
    var anybody = false
    var condition = Condition.none

    static let everyStaff = Set(StaffMember.Role.allCases)
    static let desk: Set<StaffMember.Role> = [.clinician, .secretary]
    static let everyParticipant = Set(Participant.Role.allCases)

    /// The one table.
    static func of(_ act: Act) -> Rule {
        switch act {
        case .book, .change, .cancel: Rule(staff: everyStaff, keys: true)
        case .showLink: Rule(staff: everyStaff, keys: true)
        case .askForVideo: Rule(staff: everyStaff, participants: everyParticipant, anybody: true)
        case .acceptRequest, .declineRequest: Rule(staff: everyStaff)
        case .openLink, .arrive, .ready, .denyPermission, .beLate, .leave, .callAgain:
            Rule(participants: everyParticipant)
        case .look, .notify, .seeClinic: Rule(staff: everyStaff)
        case .admit, .beginConference: Rule(staff: [.clinician], condition: .mayAdmit)
        case .hold, .resume, .goToTelephone, .takeBackTelephone, .goToPicture, .admitGuest:
            Rule(staff: [.clinician], condition: .ownCall)
        case .putBack, .end, .transfer: Rule(staff: desk, managers: true, condition: .ownCallOrManager)
        case .invite, .remove: Rule(staff: desk)
        case .sendMessage: Rule(staff: desk, participants: everyParticipant)
        case .useMedia: Rule(staff: everyStaff, participants: everyParticipant)
        case .seeFacts: Rule(staff: everyStaff, participants: [.patient], keys: true)
        case .seeSettlement: Rule(staff: everyStaff)
        case .answerSettlement: Rule(staff: desk, managers: true)
        case .decideSettlement: Rule(staff: [.clinician])
        case .proposeSettlement: Rule(staff: everyStaff, keys: true)
        case .seeVisit: Rule(staff: everyStaff, keys: true)
        case .managePeople, .manageHours, .manageQueue, .manageTexts, .manageSupport, .manageKeys, .seeStatistics,
            .seeAudit, .manageSettlement, .seeSettlements:
            Rule(managers: true)
        case .connect, .disconnect, .measureLine, .closeOverdue, .purge, .seeMetrics: Rule()
        case .signIn, .signOut: Rule(staff: everyStaff)
        }
    }
}
