import Kernel
import UseCases
import Visits

/// A line's quality over the visit as one small picture, 700 wide and 92 high: height and colour say the same.
struct LinePicture: Equatable {
    /// One verdict, from its moment to the next one's.
    struct Bar: Equatable {
        let x: Double
        let width: Double
        let height: Int
        let verdict: String
    }

    let bars: [Bar]
    let from: Instant
    let to: Instant

    private static let width = 700.0
    /// Where the bars stand; below are the times.
    private static let floor = 64
    private static let heights = ["good": 60, "pictureWeak": 44, "voiceOnly": 30, "bad": 16, "lost": 5]

    /// nil when nothing was measured.
    ///
    /// - Parameter legs: When the one whose line it is was there: the picture is as long as that.
    init?(_ lines: [FactsView.Stretch], legs: [Facts.Leg]) {
        guard let first = lines.first, let last = lines.last else { return nil }
        let from = legs.map(\.from).min() ?? first.from
        let to = max(legs.map(\.to).max() ?? last.to, last.from + .seconds(1), from + .seconds(1))
        func x(_ at: Instant) -> Double { Double((at - from).count) / Double((to - from).count) * Self.width }
        let ends = lines.dropFirst().map(\.from) + [to]
        bars = zip(lines, ends).map { line, end in
            Bar(
                x: Self.tenth(x(line.from)), width: Self.tenth(max(1, x(end) - x(line.from))),
                height: Self.heights[line.verdict] ?? 5, verdict: line.verdict)
        }
        (self.from, self.to) = (from, to)
    }

    /// As the template `facts` is given it.
    func context(_ time: LocalTime) -> [String: Any] {
        [
            "from": time.clock(from), "to": time.clock(to),
            "bars": bars.map { bar -> [String: Any] in
                [
                    "x": bar.x, "y": Self.floor - bar.height, "width": bar.width, "height": bar.height,
                    "verdict": bar.verdict,
                ]
            },
        ]
    }

    private static func tenth(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
