import Kernel

/// What somebody asks of a visit. `Visit.decide` answers with what then happened, or refuses.
public enum Command: Sendable, Hashable {
    case change(Booking)
    case cancel(reason: String?)
    case openLink(ID<Participant>)
    case arrive(ID<Participant>, device: String, acceptsVideo: Bool?)
    case ready(ID<Participant>, DeviceTest)
    case denyPermission(ID<Participant>, Device)
    case beLate(ID<Participant>, minutes: Int)
    case leave(ID<Participant>)
    case look
    /// The author becomes the visit's clinician.
    case admit
    /// A conference begins without the patient: the author becomes its clinician, and the guests who wait are let in.
    case beginConference
    case admitGuest(ID<Participant>)
    case putBack
    case hold
    case resume
    case transfer(to: ID<StaffMember>, name: String)
    case invite(ID<Participant>, name: String, role: Participant.Role, organisation: String?, telephone: String?)
    case remove(ID<Participant>)
    case connect(ID<Participant>, Means)
    case disconnect(ID<Participant>, Event.Drop)
    case callAgain(ID<Participant>)
    case measureLine(ID<Participant>, LineSummary)
    case goToTelephone
    /// A guest who takes part by telephone from now on, or who could not get in and is called.
    case guestToTelephone(ID<Participant>)
    /// That a guest was noted as on the telephone was a mistake: it is as if it had never been.
    case takeBackTelephone(ID<Participant>)
    /// From the telephone back to the picture, in the same call.
    case goToPicture
    /// nil takes the outcome that the events point to.
    case end(Outcome?)
}
