import Access
import Kernel
import Testing
import Visits

/// The one table of who may do what, from both sides.
@Suite struct PermissionTests {
    static let clinic = Clinic(id: ID("c-1"), name: "Lægehuset", telephone: "70102030")
    static let anna = StaffMember(id: ID("s-anna"), clinic: clinic.id, name: "Anna", role: .clinician)
    static let mikkel = StaffMember(id: ID("s-mikkel"), clinic: clinic.id, name: "Mikkel", role: .clinician)
    static let lone = StaffMember(id: ID("s-lone"), clinic: clinic.id, name: "Lone", role: .secretary)
    static let birgit = StaffMember(id: ID("s-birgit"), clinic: clinic.id, name: "Birgit", role: .manager)
    static let stranger = StaffMember(id: ID("s-x"), clinic: ID("c-2"), name: "Else", role: .clinician)
    static let key = Caller.clinicKey(ID("k-1"), clinic: clinic.id)
    static let patient = Caller.participant(
        LinkHolder(participant: ID("p-1"), role: .patient, visit: ID("v-1"), clinic: clinic.id))

    static func visit(with: [ID<StaffMember>] = [], mayAdmit: [ID<StaffMember>]? = nil) throws -> Visit {
        let now = Instant(ms: 1_772_611_200_000)
        let booking = Booking(
            kind: .gpVideo, patient: "Karen", telephone: "", start: now, minutes: 15, with: with, mayAdmit: mayAdmit)
        let first = Event(
            at: now, by: .system,
            what: .booked(booking, patient: ID("p-1"), window: LinkWindow(before: .minutes(15), after: .minutes(60))))
        var visit = try #require(Visit(ID("v-1"), at: clinic.id, first: first))
        visit.apply(Event(at: now, by: .system, what: .arrived(ID("p-1"), device: "d", acceptsVideo: nil)))
        return visit
    }

    static func refusal(_ act: Act, _ caller: Caller, _ visit: Visit?, _ at: Clinic = clinic) -> String? {
        do {
            try Permission.check(act, by: caller, on: visit, at: at)
            return nil
        } catch { return error.word }
    }

    @Test func everyActIsRefusedToNobodyAndToStrangers() throws {
        let visit = try Self.visit()
        for act in Act.allCases {
            #expect(Self.refusal(act, .nobody, visit) == "not-signed-in", "\(act)")
            // The clinic's public page is the one place where nobody in particular may do something.
            #expect((Self.refusal(act, .nobody, nil) == nil) == (act == .askForVideo), "\(act)")
            #expect(Self.refusal(act, .staff(Self.stranger), visit) == "no-such-visit", "\(act)")
            #expect(Self.refusal(act, .system, visit) == nil, "\(act)")
        }
    }

    @Test func aStoppedMemberMayNothing() throws {
        var gone = Self.anna
        gone.active = false
        for act in Act.allCases { #expect(Self.refusal(act, .staff(gone), try Self.visit()) == "not-signed-in") }
    }

    /// Each row: the act, and who of clinician, secretary, manager, patient and key may.
    @Test(arguments: [
        (Act.book, "csm-k"), (.change, "csm-k"), (.cancel, "csm-k"), (.showLink, "csm-k"),
        (.askForVideo, "csmp-"), (.acceptRequest, "csm--"), (.declineRequest, "csm--"),
        (.openLink, "---p-"), (.arrive, "---p-"), (.ready, "---p-"), (.denyPermission, "---p-"),
        (.beLate, "---p-"), (.leave, "---p-"), (.callAgain, "---p-"),
        (.look, "csm--"), (.notify, "csm--"), (.seeClinic, "csm--"),
        (.admit, "c----"), (.admitGuest, "c----"), (.hold, "c----"), (.resume, "c----"), (.goToTelephone, "c----"),
        (.goToPicture, "c----"), (.beginConference, "c----"), (.takeBackTelephone, "c----"),
        (.putBack, "csm--"), (.transfer, "csm--"), (.end, "csm--"), (.invite, "cs---"), (.remove, "cs---"),
        (.sendMessage, "cs-p-"), (.useMedia, "csmp-"), (.seeFacts, "csmpk"), (.seeVisit, "csm-k"),
        (.managePeople, "--m--"), (.manageHours, "--m--"), (.manageQueue, "--m--"), (.manageTexts, "--m--"),
        (.manageSupport, "--m--"), (.manageKeys, "--m--"), (.seeStatistics, "--m--"), (.seeAudit, "--m--"),
        (.connect, "-----"), (.disconnect, "-----"), (.measureLine, "-----"), (.closeOverdue, "-----"), (.seeMetrics, "-----"),
        (.purge, "-----"),
    ])
    func theTable(act: Act, allowed: String) throws {
        let visit = try Self.visit()
        let callers: [(Character, Caller)] = [
            ("c", .staff(Self.anna)), ("s", .staff(Self.lone)), ("m", .staff(Self.birgit)), ("p", Self.patient),
            ("k", Self.key),
        ]
        for (letter, caller) in callers {
            let refused = Self.refusal(act, caller, visit)
            #expect((refused == nil) == allowed.contains(letter), "\(act) by \(letter): \(refused ?? "allowed")")
        }
    }

    @Test func aLinkIsForItsOwnVisitOnly() throws {
        let other = Caller.participant(
            LinkHolder(participant: ID("p-2"), role: .patient, visit: ID("v-2"), clinic: Self.clinic.id))
        for act in Act.allCases { #expect(Self.refusal(act, other, try Self.visit()) == "no-such-visit") }
    }

    @Test func whoMayAdmitFollowsTheListThenTheSetting() throws {
        var strict = Self.clinic
        strict.settings.whoAdmits = .bookedClinicians
        let booked = try Self.visit(with: [Self.anna.id])
        #expect(Self.refusal(.admit, .staff(Self.mikkel), booked) == nil)
        for act in [Act.admit, .beginConference] {
            #expect(Self.refusal(act, .staff(Self.mikkel), booked, strict) == "not-among-those-who-may-admit")
        }
        #expect(Self.refusal(.admit, .staff(Self.anna), booked, strict) == nil)
        #expect(Self.refusal(.admit, .staff(Self.mikkel), try Self.visit(), strict) == nil)
        let listed = try Self.visit(with: [Self.anna.id], mayAdmit: [Self.mikkel.id])
        #expect(Self.refusal(.admit, .staff(Self.anna), listed) == "not-among-those-who-may-admit")
        #expect(Self.refusal(.admit, .staff(Self.mikkel), listed, strict) == nil)
    }

    @Test func aRunningCallIsItsCliniciansOwn() throws {
        var visit = try Self.visit()
        let author = Author.staff(Self.anna.id, name: "Anna")
        visit.apply(Event(at: visit.changedAt, by: author, what: .admitted(ID("p-1"), seat: 0)))
        for act in [Act.hold, .resume, .goToTelephone, .takeBackTelephone, .goToPicture, .admitGuest, .putBack, .end, .transfer] {
            #expect(Self.refusal(act, .staff(Self.anna), visit) == nil)
            #expect(Self.refusal(act, .staff(Self.mikkel), visit) == "not-your-call")
        }
        // Somebody must be able to free a visit whose clinician has gone home.
        #expect(Self.refusal(.end, .staff(Self.birgit), visit) == nil)
        #expect(Self.refusal(.putBack, .staff(Self.lone), visit) == "not-your-call")
    }
}
