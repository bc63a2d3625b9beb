import Testing

@testable import Kernel

@Suite("Personal numbers, ydernumre and money")
struct NumbersTests {
    @Test(arguments: [
        ("010190-0000", "1990-01-01"), ("0101903999", "1990-01-01"), ("010136-4000", "2036-01-01"),
        ("010137-4000", "1937-01-01"), ("010157-5000", "2057-01-01"), ("010158-5000", "1858-01-01"),
        ("010199-8000", "1899-01-01"), ("010136-9000", "2036-01-01"), ("010137-9000", "1937-01-01"),
        ("290200-4000", "2000-02-29"),
    ])
    func born(_ text: String, _ date: String) throws {
        let number = try CPRNumber(text)
        #expect(number.born.description == date)
        #expect(number.digits.count == 10 && number.written.count == 11)
    }

    @Test(arguments: [
        ("", "cpr-format"), ("010190", "cpr-format"), ("010190 0000", "cpr-format"), ("010190-000A", "cpr-format"),
        ("320190-0000", "cpr-date"), ("290201-4000", "cpr-date"), ("011390-0000", "cpr-date"),
    ])
    func refused(_ text: String, _ word: String) {
        do throws(Refusal) {
            _ = try CPRNumber(text)
            Issue.record("\(text) was taken")
        } catch { #expect(error.word == word && error.field == "cpr") }
    }

    @Test func modulus11OnlyTells() throws {
        #expect(try CPRNumber("070761-4285").passesModulus11)
        #expect(try !CPRNumber("070761-4286").passesModulus11)
    }

    @Test func ydernummer() throws {
        #expect(try Ydernummer("057584").text == "057584")
        for text in ["57584", "0575841", "05758a", ""] { #expect(throws: Refusal.self) { try Ydernummer(text) } }
    }

    @Test func money() {
        #expect(Money(ore: 123_456_705).danish == "1.234.567,05 kr.")
        #expect(Money(ore: 30_795).english == "DKK 307.95")
        #expect(Money(ore: -5).danish == "-0,05 kr.")
        #expect(Money(ore: .max) + Money(ore: 1) == Money(ore: .max))
        #expect(Money(ore: .max) * 2 == Money(ore: .max))
    }
}
