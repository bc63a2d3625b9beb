import ArgumentParser

/// Peers that are connected and send nothing, as those who wait do: what memory each takes.
struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "Connected peers that send nothing: memory of each.")

    @OptionGroup var target: Target
    @Option(help: "How many peers.") var peers = 2_000

    /// Connected before the first measure, so that what a server makes once is not counted.
    private static let warmUp = 50
    private static let atOnce = 16

    func run() async throws {
        let thread = try LoadThread(sending: try Rates.parse([]))
        defer { thread.end() }
        let door = Door(url: target.url, thread: thread)
        try await join(0..<Self.warmUp, door)
        let before = try ServerUsage(pid: target.pid)
        try await join(Self.warmUp..<Self.warmUp + peers, door)
        let joined = try ServerUsage(pid: target.pid)
        try await Task.sleep(for: .seconds(3))
        let after = try ServerUsage(pid: target.pid)
        try await Task.sleep(for: .seconds(5))
        let later = try ServerUsage(pid: target.pid)
        let grownKiB = Double(after.residentBytes - before.residentBytes) / 1_024
        Figures.tell("peer_memory_kib", grownKiB / Double(peers), "KiB")
        let cpu = (later.cpuSeconds - after.cpuSeconds) / 5 / Double(peers + Self.warmUp)
        Figures.tell("idle_peer_cpu_us_per_second", cpu * 1_000_000, "us")
        let joiningMs = (joined.cpuSeconds - before.cpuSeconds) / Double(peers) * 1_000
        Figures.say("joining took \(joiningMs) ms of processor each")
    }

    private func join(_ range: Range<Int>, _ door: Door) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in range {
                if number - range.lowerBound >= Self.atOnce { try await group.next() }
                group.addTask { _ = try await door.join(room: "idle-\(number)", seat: 0) }
            }
            try await group.waitForAll()
        }
    }
}
