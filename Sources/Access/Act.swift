/// Everything that can be asked of the system, by its one word. The table of rules has a row for each.
public enum Act: String, Sendable, Hashable, CaseIterable {
    // The agreement.
    case book, change, cancel, showLink
    // A patient's own request for video on the clinic's page, and the clinic's answer.
    case askForVideo, acceptRequest, declineRequest
    // A participant's own.
    case openLink, arrive, ready, denyPermission, beLate, leave, callAgain
    // The clinic's, about a visit.
    case look, admit, beginConference, admitGuest, putBack, hold, resume, transfer, invite, remove, goToTelephone
    case takeBackTelephone, goToPicture, end
    // Both.
    case sendMessage, useMedia, seeFacts
    // The clinic's, about the day.
    case notify, seeClinic
    // Settlement: what is proposed, the answers that it needs, and the clinician's decision.
    case seeSettlement, answerSettlement, decideSettlement, proposeSettlement
    // A practice system's reading.
    case seeVisit
    // The manager's.
    case managePeople, manageHours, manageQueue, manageTexts, manageSupport, manageKeys, seeStatistics, seeAudit
    case manageSettlement, seeSettlements
    // The system's own.
    case connect, disconnect, measureLine, closeOverdue, purge, seeMetrics
    // Recorded, open to anybody.
    case signIn, signOut
}
