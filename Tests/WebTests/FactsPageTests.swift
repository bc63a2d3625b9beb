import Access
import Kernel
import Testing

@testable import UseCases
@testable import Visits
@testable import Web

/// The picture of the line on the facts sheet: known seconds in, a known shape out.
@Suite struct FactsPageTests {
    /// A minute of a good line and half a minute of one that is hardly any.
    @Test func theLineIsDrawnToScale() async throws {
        try await TestClinic.run { clinic in
            let acts = clinic.acts
            let patient = try await acts.holder(ofLink: clinic.demonstration.links[0].token)
            let anna = Caller.staff(
                try await acts.signIn(name: "anna", password: TestClinic.password, address: "test").1.staff)
            try await acts.arrive(patient, device: "phone")
            let peer = try await acts.offer("v=0", by: .participant(patient)).peer
            try await acts.take(.connected(peer))
            try await acts.admit(patient.visit, by: anna)
            for second in 0..<90 {
                let line = LineReport(roundTripMs: 20, lossUp: second < 60 ? 0 : 0.3)
                try await acts.take(.line(peer, line))
                clinic.clock.pass(.seconds(1))
                // What was measured is kept by the minute, and at the end.
                if second == 59 { try await acts.tick() }
            }
            try await acts.end(patient.visit, by: anna)
            let page = try await clinic.get(clinic.link + "/facts").text
            let marks = page.matches(of: /<rect x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)" class="(.+?)">/)
                .map { "\($0.1) \($0.2) \($0.3) \($0.4) \($0.5)" }
            #expect(marks == ["0.0 4 466.7 60 good", "466.7 48 233.3 16 bad"])
            let times = page.matches(of: /<text [^>]*text-anchor="(\w+)">(.+?)<\/text>/).map { "\($0.1) \($0.2)" }
            #expect(times == ["start 09.00", "end 09.01"])
            #expect(page.contains("role=\"img\" aria-label=\"Forbindelsens kvalitet gennem samtalen\""))
        }
    }

    @Test func withoutMeasurementsThereIsNoPicture() async throws {
        #expect(LinePicture([], legs: [leg(0, 60)]) == nil)
        try await TestClinic.run { clinic in
            let page = try await clinic.get(
                "/visits/\(clinic.visit)/facts", try await clinic.signedIn("anna")).text
            #expect(page.contains("Der er ingen målinger af forbindelsen."))
            #expect(!page.contains("<rect"))
        }
    }

    @Test func everyVerdictHasItsHeightAndStandsUntilTheNext() throws {
        // Measured from 10 to 50, and nothing from 20 to 30: what was so before goes on.
        let picture = try #require(
            LinePicture(
                [
                    stretch(10, 20, "pictureWeak"), stretch(30, 40, "voiceOnly"), stretch(40, 41, "lost"),
                    stretch(41, 50, "of tomorrow"),
                ],
                legs: [leg(80, 110), leg(10, 45)]))
        #expect(picture.from == at(10) && picture.to == at(110))
        #expect(picture.bars == [
            LinePicture.Bar(x: 0, width: 140, height: 44, verdict: "pictureWeak"),
            LinePicture.Bar(x: 140, width: 70, height: 30, verdict: "voiceOnly"),
            LinePicture.Bar(x: 210, width: 7, height: 5, verdict: "lost"),
            LinePicture.Bar(x: 217, width: 483, height: 5, verdict: "of tomorrow"),
        ])
    }

    @Test func oneSecondOfAnHourCanStillBeSeen() throws {
        let picture = try #require(
            LinePicture(
                [stretch(0, 1, "good"), stretch(1, 2, "bad"), stretch(2, 3_600, "good")], legs: [leg(0, 3_600)]))
        #expect(picture.bars.map(\.width) == [1, 1, 699.6])
        // Nobody was there as a leg says it: the picture is as long as what was measured.
        let alone = try #require(LinePicture([stretch(5, 15, "bad")], legs: []))
        #expect(alone.bars == [LinePicture.Bar(x: 0, width: 700, height: 16, verdict: "bad")])
        #expect(alone.from == at(5) && alone.to == at(15))
    }

    private func at(_ second: Int64) -> Instant { TestClinic.morning + .seconds(second) }

    private func stretch(_ from: Int64, _ to: Int64, _ verdict: String) -> FactsView.Stretch {
        FactsView.Stretch(from: at(from), to: at(to), verdict: verdict)
    }

    private func leg(_ from: Int64, _ to: Int64) -> Facts.Leg {
        Facts.Leg(means: .video, from: at(from), to: at(to))
    }
}
