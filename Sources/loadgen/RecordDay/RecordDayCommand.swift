import ArgumentParser

/// Denmark's record day, scaled and compressed: every meeting from booking through link, waiting, admitting and the
/// call to
/// its end, over the server's ordinary HTTP and media.
struct RecordDayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record-day", abstract: "Replays 16 April 2020, when Denmark had 6,835 video consultations.")

    @OptionGroup var target: Target
    @OptionGroup var rates: Rates
    @Option(help: "The demonstration's demo.json, with accounts and key.") var demo: String
    @Option(help: "The share of the day's meetings.") var scale = 0.05
    @Option(help: "Seconds that the ten hours are compressed to.") var seconds = 120.0
    @Option(help: "Seed of the day's plan.") var seed = DayShape.seed

    private static let password = "a-record-day-in-april"

    func run() async throws {
        var random = SeededRandom(state: seed)
        let day = DayShape(scale: scale, seconds: seconds, using: &random)
        let thread = try LoadThread(sending: rates)
        defer { thread.end() }
        let door = Door(url: target.url, thread: thread)
        let clinic = try Demonstration.read(demo)
        // Half as many again as the plan's peak: nobody waits for long for want of a clinician.
        let desks = try await seat(day.peakMeetings * 3 / 2 + 2, clinic, door)
        Figures.say("\(day.plan.count) meetings, \(desks.count) clinicians, \(Int(day.compression)) times faster")
        let ledger = DayLedger()
        let clinicians = Clinicians(desks)
        let pages = desks.map { desk in Task { try await desk.staff.listen() } }
        defer { for page in pages { page.cancel() } }
        let before = try ServerUsage(pid: target.pid)
        let begin = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for (number, plan) in day.plan.enumerated() {
                let meeting = HeldMeeting(
                    door: door, key: clinic.apiKey, clinicians: clinicians, ledger: ledger, number: number, plan: plan)
                group.addTask {
                    try? await Task.sleep(until: begin + .seconds(plan.begin), clock: .continuous)
                    await meeting.hold()
                }
            }
        }
        let after = try ServerUsage(pid: target.pid)
        try await tell(
            day, ledger, mediaSeconds: after.mediaSeconds - before.mediaSeconds,
            cpuSeconds: after.cpuSeconds - before.cpuSeconds)
    }

    /// Takes on so many clinicians, signs them in, and makes their paths warm.
    private func seat(_ count: Int, _ clinic: Demonstration.Clinic, _ door: Door) async throws -> [Clinicians.Desk] {
        guard let manager = clinic.staff.first(where: { $0.role == "manager" }) else {
            throw LoadFailure("the demonstration has no manager")
        }
        let office = try await StaffDoor(door, account: manager.account, password: manager.password)
        var desks: [Clinicians.Desk] = []
        for number in 0..<count {
            let account = "load-\(number)-\(UInt32.random(in: 0 ... .max))"
            try await office.submit(
                "/manage/people",
                ["name": "Load \(number)", "role": "clinician", "account": account, "password": Self.password])
            let staff = try await StaffDoor(door, account: account, password: Self.password)
            desks.append(Clinicians.Desk(staff: staff, peer: try await staff.join()))
        }
        return desks
    }

    /// Throws when a meeting was lost, after all has been told.
    private func tell(_ day: DayShape, _ ledger: DayLedger, mediaSeconds: Double, cpuSeconds: Double) async throws {
        let lost = await ledger.lost.mapValues { "LOST, \($0)" }
        let visits = await ledger.outcomes.merging(lost) { _, lost in lost }
        for (meeting, end) in visits.sorted(by: { $0.key < $1.key }) { Figures.say("meeting \(meeting): \(end)") }
        let outcomes = Dictionary(grouping: await ledger.outcomes.values) { $0 }
        for (outcome, visits) in outcomes.sorted(by: { $0.key < $1.key }) {
            Figures.tell("record_day_outcome_\(outcome)", Double(visits.count), "meetings")
        }
        let admit = await ledger.admitMs
        Figures.tell("record_day_meetings", Double(day.plan.count), "meetings")
        Figures.tell("record_day_lost_visits", Double(lost.count), "visits")
        Figures.tell("record_day_peak_participants", Double(await ledger.peak), "participants")
        Figures.tell("record_day_admit_to_first_packet_ms_p50", Figures.quantile(0.5, admit) ?? 0, "ms")
        Figures.tell("record_day_admit_to_first_packet_ms_p95", Figures.quantile(0.95, admit) ?? 0, "ms")
        Figures.tell("record_day_server_cpu_s", cpuSeconds, "s")
        Figures.tell("record_day_media_cpu_s", mediaSeconds, "s")
        // Sound and picture cost by the time that people are together, acts and pages by the meeting. Compressed, the
        // meetings come as many times faster, so both are reckoned apart for the real day's busiest hour. Handshakes
        // are among the media, more often than on the real day: too much rather than too little.
        let media = mediaSeconds / max(1, await ledger.participantSeconds) * DayShape.peakParticipants
        let acts = (cpuSeconds - mediaSeconds) / Double(max(1, day.plan.count)) * DayShape.peakMeetingsPerSecond
        Figures.tell("record_day_media_cores_for_real_peak", media, "cores")
        Figures.tell("record_day_acts_cores_for_real_peak", acts, "cores")
        Figures.tell("record_day_cores_for_real_peak", media + acts, "cores")
        guard lost.isEmpty else { throw LoadFailure("\(lost.count) of \(day.plan.count) meetings were lost") }
    }
}

/// SplitMix64: a seed gives the same day everywhere.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
