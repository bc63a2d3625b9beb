import Testing

@testable import MediaEngine

/// When the picture gives way to the voice, and when it comes back.
@Suite struct PictureBudgetTests {
    /// What the judgements of three seconds said of a line that carries `total`, of which the voice takes `sound`.
    private func judged(
        _ budget: inout PictureBudget, total: Double, sound: Double, fromUs: Int64
    ) -> [PictureBudget.Change] {
        stride(from: fromUs, to: fromUs + 3_000_000, by: 100_000)
            .map { budget.judge(total: total, sound: sound, nowUs: $0) }
            .filter { $0 != .none }
    }

    @Test func aLineThatLeavesTooLittleBesideTheVoicePauses() {
        var budget = PictureBudget()
        #expect(judged(&budget, total: 100_000, sound: 64_000, fromUs: 0) == [.paused])
    }

    @Test func theSameLineCarriesAPictureBesideALighterVoice() {
        var budget = PictureBudget()
        #expect(judged(&budget, total: 100_000, sound: 40_000, fromUs: 0).isEmpty)
    }

    @Test func repeatedVoiceDoesNotPauseThePicture() {
        var budget = PictureBudget()
        #expect(judged(&budget, total: 150_000, sound: 160_000, fromUs: 0).isEmpty)
    }

    @Test func aWiderLineBringsThePictureBackOnce() {
        var budget = PictureBudget()
        #expect(judged(&budget, total: 70_000, sound: 64_000, fromUs: 0) == [.paused])
        #expect(judged(&budget, total: 110_000, sound: 64_000, fromUs: 3_000_000).isEmpty)
        #expect(judged(&budget, total: 140_000, sound: 64_000, fromUs: 6_000_000) == [.resumed])
    }
}
