import ArgumentParser
import CNetwork

/// One call beside a flood of forged packets: what its voice hears of it.
struct SpoofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spoof", abstract: "A call's voice without and with forged STUN, DTLS and SRTP beside it.")

    @OptionGroup var target: Target
    @OptionGroup var rates: Rates
    @Option(help: "Forged packets a second.") var rate = 10_000
    @Option(help: "Seconds of measuring, without the flood and with it.") var seconds = 10

    func run() async throws {
        let thread = try LoadThread(sending: rates)
        defer { thread.end() }
        let door = Door(url: target.url, thread: thread)
        for seat in 0..<2 {
            let number = try await door.join(room: "spoofed", seat: seat)
            thread.post { $0.participants[number]?.startSending(nowUs: venterum_now_us()) }
        }
        try await Task.sleep(for: .seconds(3))
        let calm = try await measure(thread)
        tell("calm", calm)
        let rate = rate
        let flood = try await thread.ask { herd in
            let people = Array(herd.participants.values)
            guard let server = people.compactMap(\.peer.server).first else { throw LoadFailure("no call to disturb") }
            return try Flood(
                at: server, perSecond: rate, fragments: people.compactMap(\.peer.serverFragment),
                own: people.map(\.descriptor))
        }
        let begin = ContinuousClock.now
        flood.start()
        let flooded = try await measure(thread)
        let elapsed = begin.duration(to: .now) / .seconds(1)
        let sent = flood.stop()
        tell("flooded", flooded)
        Figures.tell("spoof_packets_per_second", Double(sent) / elapsed, "packets/s")
        Figures.tell(
            "spoof_cpu_us", (flooded.cpuSeconds - calm.cpuSeconds) * 1_000_000 / Double(max(1, sent)), "us")
    }

    private func tell(_ when: String, _ found: Found) {
        Figures.tell("spoof_voice_delay_ms_p50_\(when)", Figures.quantile(0.5, found.delaysMs) ?? .infinity, "ms")
        Figures.tell("spoof_voice_delay_ms_p99_\(when)", Figures.quantile(0.99, found.delaysMs) ?? .infinity, "ms")
        Figures.tell("spoof_voice_loss_\(when)", found.loss, "share")
    }

    /// What one stretch of the call was like.
    private struct Found {
        let loss: Double
        let delaysMs: [Double]
        let cpuSeconds: Double
    }

    private func measure(_ thread: LoadThread) async throws -> Found {
        let before = try ServerUsage(pid: target.pid)
        try await thread.ask { $0.beginMeasuring() }
        try await Task.sleep(for: .seconds(seconds))
        let (spoken, delays) = try await thread.ask { herd in
            herd.isMeasuring = false
            return (herd.soundSent, herd.soundDelaysMs)
        }
        let after = try ServerUsage(pid: target.pid)
        // What was on its way at the end is no loss: a packet or two.
        let missing = max(0, spoken - delays.count - 2)
        return Found(
            loss: Double(missing) / Double(max(1, spoken)), delaysMs: delays,
            cpuSeconds: after.cpuSeconds - before.cpuSeconds)
    }
}
