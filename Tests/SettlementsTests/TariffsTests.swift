import Kernel
import Testing

@testable import Settlements

@Suite("Tariffs and settings")
struct TariffsTests {
    private static let header = "code,specialty,validFrom,validUntil,amountOre,level,source\n"

    private func faultOf(_ text: String) -> FileFault? {
        do {
            _ = try TariffFile.read(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test func theShippedFileHasTheTwoFeesAndNoOther() throws {
        let tariffs = try Tariffs.shipped()
        let known = tariffs.rows.filter { $0.amount != nil && $0.code != .remoteRegistration }
        #expect(Set(known.map { $0.amount?.ore }) == [30_795, 32_768])
        for code in ServiceCode.allCases { #expect(tariffs.rows.contains { $0.code == code }) }
    }

    @Test(arguments: [
        ("0125,80,2024-01-01,2024-12-31,100,2023-10,a\n0125,80,2024-12-31,,200,2024-10,b\n", 3, "overlaps line 2"),
        ("0125,80,2024-01-01,,100,2023-10,a\n0125,80,2025-01-01,,200,2024-10,b\n", 3, "overlaps line 2"),
        (
            "0125,80,2024-01-01,2024-12-30,100,2023-10,a\n0125,80,2025-01-01,,200,2024-10,b\n", 3,
            "none holds from 2024-12-31"
        ),
        ("9999,80,2024-01-01,,100,2023-10,a\n", 2, "unknown service code \"9999\""),
        ("0125,99,2024-01-01,,100,2023-10,a\n", 2, "unknown specialty \"99\""),
        ("0125,80,2024-01-01,,-100,2023-10,a\n", 2, "is negative"),
        ("0125,80,2024-01-01,,1.50,2023-10,a\n", 2, "whole number of øre"),
        ("0125,80,2024-13-01,,100,2023-10,a\n", 2, "validFrom"),
        ("0125,80,2024-01-02,2024-01-01,100,2023-10,a\n", 2, "validUntil is before"),
        ("0125,80,2024-01-01,,100,2023,a\n", 2, "level"),
        ("0125,80,2024-01-01,,100,2023-10,\n", 2, "source is empty"),
        ("0125,80,2024-01-01\n", 2, "3 fields, but 7 columns"),
        ("0125,80,2024-01-01,,100,2023-10,\"a\n", 2, "not closed"),
        ("", 1, "no rows"),
    ])
    func faults(_ rows: String, _ line: Int, _ text: String) throws {
        let fault = try #require(faultOf(TariffsTests.header + rows))
        #expect(fault.line == line)
        #expect(fault.description.contains(text), "\(fault)")
        #expect(!fault.text.da.isEmpty)
    }

    @Test func columns() {
        #expect(faultOf("code,colour\n")?.description.contains("unknown column \"colour\"") == true)
        #expect(faultOf("code,specialty\n")?.description.contains("validFrom is missing") == true)
        #expect(faultOf("")?.description.contains("empty") == true)
        #expect(
            faultOf(
                "\u{FEFF}# remark\ncode;specialty;validFrom;validUntil;amountOre;level;source\r\n0125;80;2024-01-01;;1;2023-10;\"a;b\"\r\n"
            ) == nil)
    }

    @Test func aLevelIsCurrentForHalfAYear() throws {
        let dates = [("2022-09-30", false), ("2022-10-01", true), ("2023-03-31", true), ("2023-04-01", false)]
        for (text, isCurrent) in dates {
            #expect(Tariffs.isCurrent("2022-10", on: try #require(LocalDate(text))) == isCurrent)
        }
    }

    @Test func settings() throws {
        let settings = try SettingsFile.read(
            Array("# ours\r\nmoduleRounding = commenced\r\n\r\nhalfHolidays=dagtid # yes\n".utf8))
        #expect(settings.moduleRounding == .commenced && settings.halfHolidays == .dagtid)
        for (text, line) in [("rounding = x", 1), ("\nmoduleRounding = up", 2), ("halfHolidays", 1)] {
            do {
                _ = try SettingsFile.read(Array(text.utf8))
                Issue.record("\(text) was taken")
            } catch { #expect(error.line == line) }
        }
    }

    @Test func everyRuleOnceWithSourceAndBothLanguages() {
        let rules = RuleSet.all.flatMap(\.rules)
        #expect(rules.map(\.number).sorted() == Array(1...31))
        for rule in rules {
            #expect(
                !rule.sources.isEmpty && !rule.title.da.isEmpty && !rule.statement.da.isEmpty
                    && !rule.statement.en.isEmpty)
        }
    }
}
