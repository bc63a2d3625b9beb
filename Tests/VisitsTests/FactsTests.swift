import Kernel
import Testing
import Visits

/// The facts sheet, computed from events alone.
@Suite struct FactsTests {
    /// Plays commands at seconds after the ticket, and gives the facts.
    private func facts(_ script: [(Int64, Command, Author)]) throws -> Facts {
        var visit = try Samples.booked()
        var events = [
            try Visit.book(
                visit.booking, patient: Samples.patient, window: visit.window, by: .system,
                at: Samples.start - .days(2))
        ]
        for (second, command, author) in script {
            for event in try visit.decide(command, by: author, at: Samples.now + .seconds(second)) {
                visit.apply(event)
                events.append(event)
            }
        }
        return try #require(
            Facts(visit.id, at: visit.clinic, events: events, now: Samples.now + .hours(1)))
    }

    private let arrive = Command.arrive(Samples.patient, device: "phone", acceptsVideo: true)

    @Test func secondsByMeansDropsAndReturns() throws {
        let facts = try facts([
            (0, arrive, .participant(Samples.patient)),
            (120, .admit, Samples.anna),
            (120, .connect(Samples.annaHerself, .video), .system),
            (121, .connect(Samples.patient, .video), .system),
            (181, .connect(Samples.patient, .voice), .system),
            (201, .disconnect(Samples.patient, .pathLost), .system),
            (211, .connect(Samples.patient, .video), .system),
            (241, .hold, Samples.anna),
            (301, .resume, Samples.anna),
            (331, .end(nil), Samples.anna),
        ])
        let patient = try #require(facts.people.first)
        #expect(facts.waited == .seconds(120))
        #expect(patient.total(.video) == .seconds(60 + 30 + 30))
        #expect(patient.total(.voice) == .seconds(20))
        #expect(patient.drops == 1)
        #expect(patient.returns == 1)
        #expect(facts.together(.video) == .seconds(120))
        #expect(facts.together(.voice) == .seconds(20))
        let anna = try #require(facts.people.last)
        #expect(anna.name == "Dr. Anna Holm")
        #expect(anna.total(.video) == .seconds(121 + 30))
        #expect(facts.outcome == .completed)
    }

    @Test func onTheTelephoneCountsAlthoughThePictureStaysUp() throws {
        let facts = try facts([
            (0, arrive, .participant(Samples.patient)),
            (60, .admit, Samples.anna),
            (60, .connect(Samples.annaHerself, .video), .system),
            (60, .connect(Samples.patient, .video), .system),
            (90, .goToTelephone, Samples.anna),
            (390, .end(nil), Samples.anna),
        ])
        #expect(facts.together(.video) == .seconds(30))
        #expect(facts.together(.telephone) == .seconds(300))
    }

    @Test func backAtThePictureTheTelephonesLegIsOver() throws {
        let facts = try facts([
            (0, arrive, .participant(Samples.patient)), (0, .admit, Samples.anna),
            (0, .connect(Samples.annaHerself, .video), .system),
            (0, .connect(Samples.patient, .video), .system), (60, .goToTelephone, Samples.anna),
            (180, .goToPicture, Samples.anna), (300, .end(nil), Samples.anna),
        ])
        #expect(facts.together.map(\.means) == [.video, .telephone, .video])
        #expect(facts.together(.video) == .seconds(180))
        #expect(facts.together(.telephone) == .seconds(120))
        #expect(facts.outcome == .completed)
    }

    @Test func theTelephoneIsALegOfItsOwn() throws {
        let facts = try facts([
            (0, arrive, .participant(Samples.patient)),
            (60, .admit, Samples.anna),
            (60, .goToTelephone, Samples.anna),
            (660, .end(nil), Samples.anna),
        ])
        #expect(facts.together(.telephone) == .seconds(600))
        #expect(facts.together(.video) == .seconds(0))
        #expect(facts.outcome == .completedByTelephone)
    }

    @Test func aCallThatRunsIsMeasuredToNow() throws {
        let facts = try facts([
            (0, arrive, .participant(Samples.patient)),
            (0, .admit, Samples.anna),
            (0, .connect(Samples.annaHerself, .video), .system),
            (0, .connect(Samples.patient, .video), .system),
        ])
        #expect(facts.together(.video) == .hours(1))
        #expect(facts.endedAt == nil)
    }

    @Test func linesAreJoinedByTheirSeconds() throws {
        var first = LineSummary()
        for _ in 0..<10 { first.add(LineReport(roundTripMs: 100, lossUp: 0), verdict: .good) }
        var second = LineSummary()
        for _ in 0..<30 { second.add(LineReport(roundTripMs: 20, lossUp: 0.04), verdict: .pictureWeak) }
        let both = first.joined(second)
        #expect(both.seconds == 40)
        #expect(both.roundTripMs == 40)
        #expect(both.verdicts == ["good": 10, "pictureWeak": 30])
        #expect(both.usualVerdict == .pictureWeak)
    }

    @Test(
        arguments: [
            (["good": 35, "bad": 25], "bad"), (["good": 50, "lost": 10], "lost"), (["good": 51, "lost": 9], "good"),
            (["good": 4, "pictureWeak": 5], "pictureWeak"), (["good": 20, "pictureWeak": 20, "voiceOnly": 20], "voiceOnly"),
            ([:], nil),
        ] as [([String: Int], String?)])
    func tenSecondsOfAMinuteAreFelt(_ verdicts: [String: Int], _ felt: String?) {
        #expect(LineSummary(verdicts: verdicts).feltVerdict?.rawValue == felt)
    }

    @Test func nothingBeginsWithoutABooking() {
        let event = Event(at: Samples.now, by: .system, what: .putBack)
        #expect(Facts(ID("v-1"), at: ID("c-1"), events: [event], now: Samples.now) == nil)
        #expect(Facts(ID("v-1"), at: ID("c-1"), events: [], now: Samples.now) == nil)
    }
}
