import Kernel
import Testing
import Visits

/// Order, number and expected wait.
@Suite struct QueueTests {
    static let clinicians: Set<ID<StaffMember>> = [ID("s-anna"), ID("s-mikkel")]

    private func waiting(
        _ id: String, start minutes: Int64, arrived: Int64, with: [ID<StaffMember>] = []
    ) throws -> Visit {
        var visit = try Samples.booked(id, start: Samples.start + .minutes(minutes))
        var booking = visit.booking
        booking.with = with
        try visit.take(.change(booking), at: visit.changedAt)
        try visit.take(
            .arrive(ID("p-\(id)"), device: "d", acceptsVideo: nil), at: Samples.start + .minutes(arrived))
        return visit
    }

    private func ended(_ id: String, start: Int64, admitted: Int64, ended: Int64) throws -> Visit {
        var visit = try waiting(id, start: start, arrived: start - 3)
        try visit.take(.admit, by: Samples.anna, at: Samples.start + .minutes(admitted))
        try visit.take(.connect(ID("p-\(id)"), .video), at: Samples.start + .minutes(admitted))
        try visit.take(.connect(Samples.annaHerself, .video), at: Samples.start + .minutes(admitted))
        try visit.take(.end(nil), by: Samples.anna, at: Samples.start + .minutes(ended))
        return visit
    }

    private func wait(
        _ visit: Visit, _ visits: [Visit], at minutes: Int64, present: Set<ID<StaffMember>> = [], late: Int64 = 0
    ) -> String {
        let situation = ExpectedWait.Situation(
            visits: visits, clinicians: Self.clinicians, present: present, announcedLate: .minutes(late))
        let wait = ExpectedWait(
            for: visit, in: situation, queue: Queue(visits), at: Samples.start + .minutes(minutes))
        return "\(wait.fromMinutes)-\(wait.toMinutes)"
    }

    @Test func byBookedTimeThenArrival() throws {
        let a = try waiting("a", start: 10, arrived: 0)
        let b = try waiting("b", start: 0, arrived: 5)
        let c = try waiting("c", start: 0, arrived: 2)
        #expect(Queue([a, b, c]).order.map(\.id.text) == ["v-c", "v-b", "v-a"])
    }

    @Test func onlyThoseWhoWaitForTheSameCliniciansCount() throws {
        let a = try waiting("a", start: 0, arrived: 0, with: [ID("s-anna")])
        let b = try waiting("b", start: 5, arrived: 0, with: [ID("s-mikkel")])
        let c = try waiting("c", start: 10, arrived: 0)
        let queue = Queue([a, b, c])
        #expect(queue.place(of: a, clinicians: Self.clinicians) == 1)
        #expect(queue.place(of: b, clinicians: Self.clinicians) == 1)
        #expect(queue.place(of: c, clinicians: Self.clinicians) == 3)
        #expect(queue.place(of: try Samples.booked("z"), clinicians: Self.clinicians) == nil)
    }

    @Test func theFirstOfTheDayWaitsForThePlan() throws {
        let visit = try waiting("a", start: 0, arrived: -12)
        #expect(wait(visit, [visit], at: -12) == "5-20")
        #expect(wait(visit, [visit], at: 0) == "0-5")
    }

    @Test func thoseAheadCountByTheBookedLengthUntilThePaceIsKnown() throws {
        let a = try waiting("a", start: 0, arrived: -5, with: [ID("s-anna")])
        let b = try waiting("b", start: 0, arrived: -4, with: [ID("s-anna")])
        // One ahead, fifteen booked minutes: nine to eighteen.
        #expect(wait(b, [a, b], at: 0) == "5-20")
    }

    @Test func todaysPaceTakesOver() throws {
        let done = try (0..<4).map { number in
            let start = Int64(number) * 15
            return try ended("d\(number)", start: start, admitted: start, ended: start + 5)
        }
        let a = try waiting("a", start: 60, arrived: 55, with: [ID("s-anna")])
        let b = try waiting("b", start: 60, arrived: 56, with: [ID("s-anna")])
        #expect(wait(b, done + [a, b], at: 60) == "5-10")
    }

    @Test func aClinicThatRunsLateSaysSo() throws {
        let done = try (0..<3).map { number in
            let start = Int64(number) * 15
            return try ended("d\(number)", start: start, admitted: start + 20, ended: start + 30)
        }
        let visit = try waiting("a", start: 60, arrived: 58, with: [ID("s-anna")])
        #expect(wait(visit, done + [visit], at: 60) == "15-25")
        #expect(wait(visit, [visit], at: 60, late: 30) == "25-35")
    }

    @Test func twoAtWorkShareTheLine() throws {
        let line = try (0..<5).map { try waiting("\($0)", start: 0, arrived: Int64($0) - 10) }
        let last = try #require(line.last)
        #expect(wait(last, line, at: 0, present: []) == "35-75")
        #expect(wait(last, line, at: 0, present: Self.clinicians) == "15-40")
    }
}
