import Foundation
import Testing

@testable import Visits

/// The trial before a call promises what the call will say: its limits, in the page, are those of `LineVerdict`.
@Suite struct TrialLimitsTests {
    private static let page: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/Web/Static/linetest.js")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    @Test(arguments: zip([LineVerdict.pictureWeak, .voiceOnly, .bad], [LineVerdict.good, .pictureWeak, .voiceOnly]))
    func thePagesLimitsAreTheCalls(_ verdict: LineVerdict, _ better: LineVerdict) throws {
        let limits = try Regex(
            "\(verdict.rawValue): \\{ loss: ([0-9.]+), tripMs: ([0-9]+), kbps: ([0-9]+) \\}",
            as: (Substring, Substring, Substring, Substring).self)
        let found = try #require(Self.page.firstMatch(of: limits)?.output)
        let loss = try #require(Double(found.1)), tripMs = try #require(Int(found.2)), kbps = try #require(Int(found.3))
        #expect(LineVerdict(LineReport(lossDown: loss)) == better)
        #expect(LineVerdict(LineReport(lossDown: loss + 0.001)) == verdict)
        #expect(LineVerdict(LineReport(roundTripMs: tripMs)) == better)
        #expect(LineVerdict(LineReport(roundTripMs: tripMs + 1)) == verdict)
        // A call is never called bad for its rate alone; the trial is, where no voice fits.
        guard verdict != .bad else { return }
        #expect(LineVerdict(LineReport(downKbps: kbps)) == better)
        #expect(LineVerdict(LineReport(downKbps: kbps - 1)) == verdict)
    }
}
