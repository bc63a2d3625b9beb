import ArgumentParser
import CNetwork
import Synchronization

/// Peers that join and go again: what an offer, an answer and a handshake take, and how soon media flows.
struct HandshakesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handshakes", abstract: "Joining and going: handshakes of a core, and join to first packet.")

    @OptionGroup var target: Target
    @OptionGroup var rates: Rates
    @Option(help: "How many joins.") var joins = 400

    private static let atOnce = 8
    private static let timedJoins = 40

    func run() async throws {
        let thread = try LoadThread(sending: rates)
        defer { thread.end() }
        let door = Door(url: target.url, thread: thread)
        for _ in 0..<20 { try await joinAndGo(door) }
        let before = try ServerUsage(pid: target.pid)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<joins {
                if number >= Self.atOnce { try await group.next() }
                group.addTask { try await joinAndGo(door) }
            }
            try await group.waitForAll()
        }
        let after = try ServerUsage(pid: target.pid)
        Figures.tell(
            "handshakes_per_core_second", Double(joins) / (after.cpuSeconds - before.cpuSeconds), "handshakes")
        try await timeFirstPackets(door)
    }

    private func joinAndGo(_ door: Door) async throws {
        let number = try await door.join(room: "brief-\(UInt32.random(in: 0 ... .max))", seat: 0)
        door.thread.post { $0.remove(number) }
    }

    /// From the offer to the first packet of somebody who is already speaking.
    private func timeFirstPackets(_ door: Door) async throws {
        let speaker = try await door.join(room: "speaker", seat: 0)
        door.thread.post { $0.participants[speaker]?.startSending(nowUs: venterum_now_us()) }
        var times: [Double] = []
        for _ in 0..<Self.timedJoins {
            let since = venterum_now_us()
            let number = try await door.join(room: "speaker", seat: 1)
            let heardUs = await withCheckedContinuation { continuation in
                door.thread.post { herd in
                    guard let participant = herd.participants[number] else {
                        return continuation.resume(returning: since)
                    }
                    participant.whenHeard = { continuation.resume(returning: $0) }
                }
            }
            times.append(Double(heardUs - since) / 1_000)
            door.thread.post { $0.remove(number) }
        }
        Figures.tell("join_to_first_packet_ms_p50", Figures.quantile(0.5, times) ?? 0, "ms")
    }
}
