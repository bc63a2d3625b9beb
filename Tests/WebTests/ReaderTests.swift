import Kernel
import Testing

@testable import Web

/// What readers are told: words, times, addresses.
@Suite struct ReaderTests {
    @Test func timesAreDenmarksWhateverTheServer() {
        let summer = Instant(ms: 1_782_900_000_000)  // 2026-07-01 10:00Z
        #expect(LocalTime(language: .da).clock(summer) == "12.00")
        #expect(LocalTime(language: .en).clock(summer) == "12:00")
        #expect(LocalTime(language: .da).day(summer) == "onsdag den 1. juli")
        #expect(LocalTime.instant(date: "2026-07-01", time: "12:00") == summer)
        #expect(LocalTime.instant(date: "2026-13-01") == nil)
        #expect(LocalTime.instant(date: "nonsense") == nil)
        #expect(LocalTime(language: .da).weekday(0) == "mandag")
    }

    @Test func theAcceptedLanguageIsTheBestThatWeHave() {
        #expect(Language.accepted("en-GB,en;q=0.9,da;q=0.8") == .en)
        #expect(Language.accepted("de;q=1, da;q=0.5, en;q=0.1") == .da)
        #expect(Language.accepted("fr") == nil)
        #expect(Language.accepted("en;q=0, da;q=0.1") == .da)
        #expect(Language.accepted(";;;,,q=") == nil)
    }

    @Test func aMissingTextShowsItsName() {
        let words = Words.tree(["a": .tree(["b": .text("Hej {name}")])])
        #expect(words.text("a.b", ["name": "Karen"]) == "Hej Karen")
        #expect(words.text("a.c") == "a.c")
        #expect(!words.has("a"))
    }

    @Test func afterSigningInOnlyOwnPathsAreFollowed() {
        #expect(Addresses.safeNext("/manage/people") == "/manage/people")
        for bad in ["//evil.example", "https://evil.example", "/\\evil", "/a b", "javascript:1", nil] {
            #expect(Addresses.safeNext(bad) == "/clinic")
        }
    }

    @Test func theMonthsDaysFollowEachOtherAcrossTheClocks() throws {
        let days = StatisticsPage.days(of: "2026-03-15")
        #expect(days.count == 31)
        #expect(zip(days, days.dropFirst()).allSatisfy { $0.to == $1.from })
        // Clocks go forward on the 29th: that day has 23 hours.
        let short = try #require(days.first { $0.name == "29" })
        #expect(short.to - short.from == .hours(23))
        #expect(StatisticsPage.hours(of: "2026-03-29").count == 12)
    }

    @Test func attemptsAreCountedByAddress() async {
        let limit = AttemptLimit(most: 2)
        let now = Instant(ms: 0)
        for allowed in [true, true, false] {
            let answer = await limit.note("a", at: now)
            #expect(answer == allowed)
        }
        let other = await limit.note("b", at: now)
        #expect(other)
        let later = await limit.note("a", at: now + .minutes(11))
        #expect(later)
    }

    @Test func aHostIsOneWhateverAddressItUses() {
        for address in ["2001:db8:0:7::1", "2001:DB8:0:7:ffff:ffff:ffff:ffff", "2001:0db8::7:0:0:0:0"] {
            #expect(ClientHost.of(address) == "2001:db8:0:7::/64")
        }
        #expect(ClientHost.of("2001:db8:0:8::1") == "2001:db8:0:8::/64")
        for mapped in ["::ffff:192.0.2.1", "::FFFF:c000:201"] { #expect(ClientHost.of(mapped) == "192.0.2.1") }
        for other in ["192.0.2.1", "", "unknown", "::ffff:", "1::2::3"] { #expect(ClientHost.of(other) == other) }
    }
}
