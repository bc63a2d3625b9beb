import ArgumentParser
import CNetwork

/// Rooms in which everybody sends sound and picture to everybody else: what forwarding costs, how long it takes, and how
/// much a core carries.
struct RoomsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rooms", abstract: "Rooms that talk: cost, delay, and how many a core carries.")

    /// How many people there are in a room.
    enum Shape: String, ExpressibleByArgument, CaseIterable {
        case pairs
        /// As many as in the meetings of the record day, 2.8 on average.
        case recordDay = "record-day"
    }

    @OptionGroup var target: Target
    @OptionGroup var rates: Rates
    @Option(help: "How many people are in a room.") var shape = Shape.pairs
    @Option(help: "How many rooms to begin with.") var rooms = 20
    @Option(help: "Seconds of measuring at each step.") var seconds = 8
    @Option(help: "Rooms added at each step of the search for saturation; 0 measures the first step only.")
    var step = 0
    @Option(help: "Rooms at which the search ends, saturated or not.") var most = 400

    func run() async throws {
        let thread = try LoadThread(sending: rates)
        defer { thread.end() }
        let door = Door(url: target.url, thread: thread)
        let sizes = peopleOfRooms()
        var open = 0
        var best: Step?
        var wanted = rooms
        var steps: [Step] = []
        while wanted <= most {
            for room in open..<wanted { try await openRoom(room, people: sizes[room], door) }
            open = wanted
            let step = try await measure(rooms: open, people: sizes[..<open].reduce(0, +), thread)
            Figures.say(step.description)
            steps.append(step)
            // Saturated: the server takes what its thread can give, or packets get lost on the way.
            guard step.delivered > Self.carried, step.delayP50 < 20 else { break }
            best = step
            if self.step == 0 { break }
            wanted += self.step
        }
        guard let best else { throw LoadFailure("not even \(rooms) rooms were carried") }
        switch shape {
        case .pairs: tellPairs(best, steps)
        case .recordDay: tellRecordDay(best)
        }
    }

    private func peopleOfRooms() -> [Int] {
        var random = SeededRandom(state: DayShape.seed)
        return (0..<max(rooms, most)).map { _ in shape == .pairs ? 2 : DayShape.people(using: &random) }
    }

    /// What the real day's peak takes by the cost of a participant on a busy thread, which the thin replay cannot tell.
    private func tellRecordDay(_ best: Step) {
        Figures.tell("record_day_busy_forward_cpu_us", best.cpuUs, "us")
        Figures.tell("record_day_busy_participants", Double(best.people), "participants")
        Figures.tell("record_day_busy_server_cores", best.cpuShare, "cores")
        Figures.tell(
            "record_day_busy_cores_for_real_peak", best.cpuShare / Double(best.people) * DayShape.peakParticipants,
            "cores")
    }

    private func tellPairs(_ best: Step, _ steps: [Step]) {
        guard step > 0 else {
            Figures.tell("loadgen_forward_cpu_us", best.cpuUs, "us")
            Figures.tell("loadgen_packets_per_second", best.packetsPerSecond, "packets/s")
            Figures.tell("loadgen_delay_ms_p50", best.delayP50, "ms")
            Figures.tell("loadgen_delay_ms_p99", best.delayP99, "ms")
            return
        }
        Figures.tell("forward_cpu_us_saturated", best.cpuUs, "us")
        Figures.tell("forward_saturated_rooms", Double(best.rooms), "rooms")
        // Beside one core: what is missing to it is what the load itself could not bring.
        Figures.tell("forward_saturated_server_cores", best.cpuShare, "cores")
        let packetsOfRoom = Double(2 * rates.packetsPerSecond)
        Figures.tell("rooms_per_core", 1_000_000 / (best.cpuUs * packetsOfRoom), "rooms")
        // Half of what the thread carried; the nearest step to it.
        let half = steps.min { abs($0.rooms - best.rooms / 2) < abs($1.rooms - best.rooms / 2) } ?? best
        Figures.tell("forward_added_latency_ms_p50", half.delayP50, "ms")
        Figures.tell("forward_added_latency_ms_p99", half.delayP99, "ms")
    }

    private func openRoom(_ room: Int, people: Int, _ door: Door) async throws {
        for seat in 0..<people {
            let number = try await door.join(room: "load-\(room)", seat: seat)
            door.thread.post { herd in
                herd.participants[number]?.hearers = people - 1
                herd.participants[number]?.startSending(nowUs: venterum_now_us())
            }
        }
    }

    private func measure(rooms: Int, people: Int, _ thread: LoadThread) async throws -> Step {
        try await settle(thread)
        try await thread.ask { $0.beginMeasuring() }
        let before = try ServerUsage(pid: target.pid)
        let begin = ContinuousClock.now
        try await Task.sleep(for: .seconds(seconds))
        let (sent, received, delays) = try await thread.ask { herd in
            herd.isMeasuring = false
            return (herd.sent, herd.received, herd.delaysMs)
        }
        let after = try ServerUsage(pid: target.pid)
        let elapsed = begin.duration(to: .now) / .seconds(1)
        return Step(
            rooms: rooms, people: people,
            cpuUs: (after.cpuSeconds - before.cpuSeconds) * 1_000_000 / Double(max(1, received)),
            cpuShare: (after.cpuSeconds - before.cpuSeconds) / elapsed,
            // What was on its way at the end is no loss: a packet or two.
            delivered: Double(received + 2) / Double(max(1, sent)), packetsPerSecond: Double(received) / elapsed,
            delayP50: Figures.quantile(0.5, delays) ?? .infinity,
            delayP99: Figures.quantile(0.99, delays) ?? .infinity)
    }

    /// Waits until all pictures are forwarded, and no larger than a moment before: key frames come, and the server learns
    /// that the lines carry four pictures, which begins with what carries one.
    private func settle(_ thread: LoadThread) async throws {
        let patience = ContinuousClock.now + .seconds(40)
        var (before, now, isCarried) = (0, 0, false)
        repeat {
            before = now
            try await thread.ask { $0.beginMeasuring() }
            try await Task.sleep(for: .seconds(2))
            (now, isCarried) = try await thread.ask { herd in
                (herd.received, Double(herd.received) > Self.carried * Double(herd.sent))
            }
        } while (!isCarried || Double(now) > 1.01 * Double(before)) && ContinuousClock.now < patience
    }

    /// The share of packets that arrives while the server is not full.
    private static let carried = 0.995

    /// What one number of rooms took.
    private struct Step: CustomStringConvertible {
        let rooms: Int
        let people: Int
        let cpuUs: Double
        let cpuShare: Double
        let delivered: Double
        let packetsPerSecond: Double
        let delayP50: Double
        let delayP99: Double

        var description: String {
            "\(rooms) rooms, \(people) people: \(Int(packetsPerSecond)) packets/s, \(cpuUs) us each, "
                + "server at \(Int(cpuShare * 100)) %, "
                + "\(delivered * 100) % delivered, delay \(delayP50) / \(delayP99) ms"
        }
    }
}
