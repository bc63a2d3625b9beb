import Kernel
import Testing
import Visits

/// Every state against every command: what happens, or with which word it is refused.
@Suite struct StateTableTests {
    struct Row: Sendable, CustomStringConvertible {
        let name: String
        let command: Command
        let author: Author
        /// In the order of `VisitState.allCases`: booked, arrived, waiting, admitted, inCall, onHold, ended.
        /// `-` nothing happens; `!word` refused; otherwise the events' words and, after `>`, the new state.
        let cells: [String]

        init(_ name: String, _ command: Command, by author: Author = Samples.anna, _ cells: String...) {
            self.name = name
            self.command = command
            self.author = author
            self.cells = cells
        }

        var description: String { name }
    }

    static let me = Author.participant(Samples.patient)
    static let later: Booking = {
        var booking = Samples.booking()
        booking.start = Samples.start + .minutes(10)
        return booking
    }()

    static let rows: [Row] = [
        Row(
            "change", .change(later), "changed>booked", "changed>arrived", "changed>waiting", "!call-is-running",
            "!call-is-running", "!call-is-running", "!visit-ended"),
        Row(
            "cancel", .cancel(reason: nil), "cancelled>ended", "cancelled>ended", "cancelled>ended",
            "!call-is-running", "!call-is-running", "!call-is-running", "!visit-ended"),
        Row(
            "openLink", .openLink(Samples.patient), by: me, "linkOpened>booked", "-", "-", "-", "-", "-", "-"),
        Row(
            "arrive, same page", .arrive(Samples.patient, device: "phone", acceptsVideo: nil), by: me,
            "arrived>arrived", "-", "-", "-", "-", "-", "!visit-ended"),
        Row(
            "arrive, another page", .arrive(Samples.patient, device: "laptop", acceptsVideo: nil), by: me,
            "arrived>arrived", "arrived>arrived", "arrived>waiting", "arrived>admitted", "arrived>inCall",
            "arrived>onHold", "!visit-ended"),
        Row(
            "ready", .ready(Samples.patient, Samples.useless), by: me, "!not-arrived",
            "permissionDenied testFailed becameReady>waiting", "permissionDenied testFailed>waiting",
            "permissionDenied testFailed>admitted", "permissionDenied testFailed>inCall",
            "permissionDenied testFailed>onHold", "!visit-ended"),
        Row(
            "denyPermission", .denyPermission(Samples.patient, .camera), by: me, "permissionDenied>booked",
            "permissionDenied>arrived", "permissionDenied>waiting", "permissionDenied>admitted",
            "permissionDenied>inCall", "permissionDenied>onHold", "!visit-ended"),
        Row(
            "beLate", .beLate(Samples.patient, minutes: 10), by: me, "saidLate>booked", "saidLate>arrived",
            "saidLate>waiting", "!call-is-running", "!call-is-running", "!call-is-running", "!visit-ended"),
        Row(
            "leave", .leave(Samples.patient), by: me, "!not-arrived", "left>booked", "left>booked", "left>admitted",
            "left>inCall", "left>onHold", "!visit-ended"),
        Row(
            "callAgain", .callAgain(Samples.patient), by: me, "!no-call", "!no-call", "!no-call",
            "calledAgain>admitted", "calledAgain>inCall", "calledAgain>onHold", "!visit-ended"),
        Row("look", .look, "-", "looked>arrived", "looked>waiting", "-", "-", "-", "-"),
        Row(
            "admit", .admit, "!not-arrived", "admitted>admitted", "admitted>admitted", "-", "-", "-", "!visit-ended"),
        Row(
            "admit by a colleague", .admit, by: Samples.mikkel, "!not-arrived", "admitted>admitted",
            "admitted>admitted", "!admitted-by-another", "!admitted-by-another", "!admitted-by-another",
            "!visit-ended"),
        Row(
            "admitGuest", .admitGuest(Samples.guest), "!no-call", "!no-call", "!no-call", "admitted>admitted",
            "admitted>inCall", "admitted>onHold", "!visit-ended"),
        Row(
            "putBack", .putBack, "!no-call", "!no-call", "!no-call", "putBack>waiting", "putBack>waiting",
            "putBack>waiting", "!visit-ended"),
        Row("hold", .hold, "!no-call", "!no-call", "!no-call", "held>onHold", "held>onHold", "-", "!visit-ended"),
        Row("resume", .resume, "!no-call", "!no-call", "!no-call", "-", "-", "resumed>inCall", "!visit-ended"),
        Row(
            "transfer", .transfer(to: ID("s-mikkel"), name: "Dr. Mikkel Bruun"), "!not-arrived",
            "transferred>arrived", "transferred>waiting", "transferred>waiting", "transferred>waiting",
            "transferred>waiting", "!visit-ended"),
        Row(
            "invite", .invite(ID("g-2"), name: "Bo", role: .relative, organisation: nil, telephone: nil),
            "invited>booked", "invited>arrived", "invited>waiting", "invited>admitted", "invited>inCall",
            "invited>onHold", "!visit-ended"),
        Row(
            "remove", .remove(Samples.guest), "removed>booked", "removed>arrived", "removed>waiting",
            "removed>admitted", "removed>inCall", "removed>onHold", "!visit-ended"),
        Row(
            "connect", .connect(Samples.patient, .voice), by: .system, "-", "-", "-", "connected>admitted",
            "connected>inCall", "connected>onHold", "-"),
        Row(
            "disconnect", .disconnect(Samples.patient, .pathLost), by: .system, "-", "-", "-", "-",
            "disconnected>inCall", "disconnected>onHold", "-"),
        Row(
            "measureLine", .measureLine(Samples.patient, LineSummary(seconds: 1)), by: .system, "-", "-", "-",
            "lineMeasured>admitted", "lineMeasured>inCall", "lineMeasured>onHold", "-"),
        Row(
            "goToTelephone", .goToTelephone, "admitted wentToTelephone>admitted",
            "admitted wentToTelephone>admitted", "admitted wentToTelephone>admitted", "wentToTelephone>admitted",
            "wentToTelephone>inCall", "wentToTelephone>onHold", "!visit-ended"),
        // Only one who is on the telephone comes back from it.
        Row(
            "goToPicture", .goToPicture, "!no-call", "!no-call", "!no-call", "-", "-", "-", "!visit-ended"),
        Row(
            "guestToTelephone", .guestToTelephone(Samples.guest), "!no-call", "!no-call", "!no-call",
            "admitted wentToTelephone>admitted", "admitted wentToTelephone>inCall", "admitted wentToTelephone>onHold",
            "!visit-ended"),
        Row(
            "takeBackTelephone", .takeBackTelephone(Samples.guest), "!no-call", "!no-call", "!no-call", "-", "-", "-",
            "!visit-ended"),
        // Only a conference begins without the patient.
        Row(
            "beginConference", .beginConference, "!not-a-conference", "!not-a-conference", "!not-a-conference",
            "!not-a-conference", "!not-a-conference", "!not-a-conference", "!visit-ended"),
        Row(
            "end", .end(.completed), "ended>ended", "ended>ended", "ended>ended", "ended>ended", "ended>ended",
            "ended>ended", "!visit-ended"),
    ]

    @Test(arguments: rows)
    func everyStateAgainstTheCommand(row: Row) throws {
        #expect(row.cells.count == VisitState.allCases.count)
        for (state, expected) in zip(VisitState.allCases, row.cells) {
            var visit = try Samples.visit(in: state)
            #expect(visit.state == state)
            let version = visit.version
            let found: String
            do {
                let words = try visit.take(row.command, by: row.author)
                found = words.isEmpty ? "-" : words.joined(separator: " ") + ">" + visit.state.rawValue
                #expect(visit.version == version + words.count)
            } catch let refusal as Refusal {
                found = "!" + refusal.word
                #expect(refusal.kind == .conflict)
            }
            #expect(found == expected, "\(row.name) when \(state)")
        }
    }

    /// The same for one who is on the telephone: from where, and what the press leads to.
    @Test(arguments: [(VisitState.waiting, "admitted"), (.admitted, "admitted"), (.inCall, "inCall"), (.onHold, "onHold")])
    func backFromTheTelephone(from state: VisitState, to expected: String) throws {
        var visit = try Samples.visit(in: state)
        try visit.take(.goToTelephone, by: Samples.anna)
        #expect(visit.patient.telephoneSince != nil && visit.proposedOutcome == .completedByTelephone)
        #expect(try visit.take(.goToPicture, by: Samples.anna) == ["wentToPicture"])
        #expect(visit.state.rawValue == expected)
        #expect(visit.patient.telephoneSince == nil)
        #expect(try visit.take(.goToPicture, by: Samples.anna) == [])
        // They spoke by telephone until a picture is there; then it is a consultation by picture.
        if visit.everConnected {
            #expect(visit.proposedOutcome == .completed)
        } else {
            #expect(visit.proposedOutcome == .completedByTelephone)
            try visit.take(.connect(Samples.patient, .video))
            try visit.take(.connect(Samples.annaHerself, .video))
            #expect(visit.proposedOutcome == .completed)
        }
        try visit.take(.goToTelephone, by: Samples.anna)
        #expect(visit.proposedOutcome == .completedByTelephone)
    }

    /// Two presses on one button are one: the same command again is nothing or a refusal, never a second event.
    @Test(arguments: rows)
    func aSecondPressChangesNothing(row: Row) throws {
        // These are counted, or are a new thing each time.
        if ["callAgain", "measureLine", "invite"].contains(row.name) { return }
        for state in VisitState.allCases {
            var visit = try Samples.visit(in: state)
            guard (try? visit.take(row.command, by: row.author)) != nil else { continue }
            let after = visit
            _ = try? visit.take(row.command, by: row.author)
            if row.name == "transfer" { continue }
            #expect(visit == after, "\(row.name) when \(state)")
        }
    }
}
