import Foundation
import Testing

@testable import Kernel

@Suite("Danish time: zone, calendar, dagtid")
struct DanishTimeTests {
    private func zone() throws -> CivilZone {
        try CivilZone(tzif: Array(Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Copenhagen"))))
    }

    private func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "1970-01-01T01:00:00+01:00"),
        ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"), ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"), ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"),
        ("2079-07-01T12:00:00Z", "2079-07-01T14:00:00+02:00"), ("2099-12-31T23:00:00Z", "2100-01-01T00:00:00+01:00"),
        ("1940-06-01T12:00:00Z", "1940-06-01T14:00:00+02:00"),
        ("2026-03-04T09:00:00.125+01:00", "2026-03-04T09:00:00.125+01:00"),
    ])
    func theWallClock(_ utc: String, _ local: String) throws {
        let instant = try #require(Instant(rfc3339: utc))
        #expect(instant.rfc3339(in: try zone()) == local)
        #expect(Instant(rfc3339: local) == instant)
    }

    @Test func wallClockToInstantAndBack() throws {
        let zone = try zone()
        for day in stride(from: Int32(10_000), to: 47_000, by: 13) {
            let moment = LocalMoment(date: LocalDate(dayNumber: day), secondOfDay: 57_600)
            #expect(zone.local(zone.instant(moment)) == moment)
        }
        let twice = LocalMoment(date: try date("2026-10-25"), secondOfDay: 9_000)
        #expect(zone.instant(twice).rfc3339(in: zone) == "2026-10-25T02:30:00+02:00")
    }

    /// Whatever number a stranger sends as a time, a clock shows something and nothing traps.
    @Test(arguments: [Int64.min, .min + 500, .min + 999, -1, -999, -1_000, -1_001, .max - 1, .max])
    func anyNumberIsAMoment(_ ms: Int64) throws {
        let instant = Instant(ms: ms)
        #expect(!instant.rfc3339(in: try zone()).isEmpty)
        #expect(Double(instant.wholeSeconds) <= Double(ms) / 1_000)
        if abs(Double(ms)) < 1e15 { #expect(instant.wholeSeconds == Int64((Double(ms) / 1_000).rounded(.down))) }
    }

    @Test func badInstants() {
        for text in [
            "", "2026-03-04", "2026-03-04T09:00:00", "2026-03-04 09:00:00Z", "2026-02-29T09:00:00Z",
            "2026-03-04T24:00:00Z",
            "2026-03-04T09:00:60Z", "2026-03-04T09:00:00.Z", "2026-03-04T09:00:00+1:00", "2026-03-04T09:00:00+01:00x",
        ] { #expect(Instant(rfc3339: text) == nil, "\(text)") }
    }

    @Test func badZoneFilesAreToldNeverTrapped() throws {
        let good = Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Copenhagen")))
        for length in stride(from: 0, to: good.count, by: 3) {
            #expect(throws: ZoneFileFault.self) { try CivilZone(tzif: Array(good[..<length])) }
        }
        for index in good.indices {
            var changed = good
            changed[index] = 0xFF
            _ = (try? CivilZone(tzif: changed))?.local(Instant(ms: 1_800_000_000_000))
        }
    }

    @Test func dates() throws {
        for day in Int32(-200_000)...200_000 where day % 7 == 0 {
            let date = LocalDate(dayNumber: day)
            let (year, month, dayOfMonth) = date.parts
            #expect(LocalDate(year: year, month: month, day: dayOfMonth) == date)
        }
        #expect(try date("2026-03-04").weekday == 3)
        #expect(try date("1969-12-28").weekday == 7)
        for text in ["2026-3-4", "2025-02-29", "2026-04-31", "2026-00-10", "26-03-04", "2026/03/04"] {
            #expect(LocalDate(text) == nil)
        }
    }

    @Test(arguments: [
        (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2024, "2024-03-31"), (2025, "2025-04-20"),
        (2026, "2026-04-05"), (2038, "2038-04-25"), (2049, "2049-04-18"), (2076, "2076-04-19"), (2100, "2100-03-28"),
    ])
    func easter(_ year: Int, _ sunday: String) throws {
        #expect(DanishCalendar.easterSunday(year: year) == (try date(sunday)))
    }

    @Test func publicHolidays() throws {
        let holidays = [
            "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-14", "2026-05-24",
            "2026-05-25",
            "2026-12-25", "2026-12-26",
        ]
        #expect(DanishCalendar.publicHolidays(year: 2026).map(\.description) == holidays)
        #expect(DanishCalendar.publicHolidays(year: 2023).contains(try date("2023-05-05")))
        for year in 2000...2100 {
            let listed = DanishCalendar.publicHolidays(year: year)
            #expect(listed.count == (year <= 2023 ? 11 : 10))
            let first = try date("\(year)-01-01")
            let found = (0..<366).map { first.adding(days: $0) }.filter {
                $0.year == year && DanishCalendar.isPublicHoliday($0)
            }
            // Ascension may fall on 1 May or Whit Monday on 5 June, but no two of these holidays ever meet after
            // 2023.
            #expect(found == Array(Set(listed)).sorted())
        }
    }

    @Test func dagtid() throws {
        let wednesday = try date("2026-03-04")
        for (second, isDagtid) in [(28_799, false), (28_800, true), (57_599, true), (57_600, false)] {
            #expect(DanishCalendar.isDagtid(LocalMoment(date: wednesday, secondOfDay: second)) == isDagtid)
        }
        let noon = 43_200
        for (text, isDagtid) in [
            ("2026-03-07", false), ("2026-03-08", false), ("2026-12-25", false), ("2026-12-24", true),
        ] {
            #expect(DanishCalendar.isDagtid(LocalMoment(date: try date(text), secondOfDay: noon)) == isDagtid)
        }
    }
}
