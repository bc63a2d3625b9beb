import CNetwork
import Foundation

/// One meeting from booking to its end, over the same requests that the pages make.
struct HeldMeeting: Sendable {
    let door: Door
    let key: String
    let clinicians: Clinicians
    let ledger: DayLedger
    let number: Int
    let plan: DayShape.Meeting

    /// Longer than this without sound, and the visit counts as lost.
    private static let patience = Duration.seconds(15)
    /// So long without a packet of a voice at the end, and somebody did not hear somebody.
    private static let silenceUs: Int64 = 1_000_000

    /// Somebody with a link in the hand, in the queue with a warm path.
    private struct Guest: Sendable {
        let peer: Int
        let path: String
        let address: String
        let stream: Task<Void, Never>
    }

    func hold() async {
        do { try await heldOrThrown() } catch { await ledger.lose(number, "\(error)") }
    }

    private func heldOrThrown() async throws {
        let start = Int64(Date().timeIntervalSince1970 * 1_000) + 60_000
        let booked = try await door.act(
            "/api/visits",
            #"{"patient": "Load \#(number)", "telephone": "+4512345678", "start": \#(start), "minutes": 20}"#,
            headers: ["authorization": "Bearer \(key)"])
        guard let visit = booked["visit"] as? String ?? (booked["visit"] as? [String: Any])?["id"] as? String,
            let link = booked["link"] as? String
        else { throw LoadFailure("a booking without a link") }
        let patient = try await arrive(link)
        let desk = await clinicians.next()
        do {
            try await see(patient, visit, desk)
            await clinicians.release(desk)
        } catch {
            await clinicians.release(desk)
            throw error
        }
    }

    private func see(_ patient: Guest, _ visit: String, _ desk: Clinicians.Desk) async throws {
        door.thread.post { $0.participants[desk.peer]?.startSending(nowUs: venterum_now_us()) }
        defer { door.thread.post { $0.participants[desk.peer]?.stopSending() } }
        let pressedUs = venterum_now_us()
        async let heardUs = firstSound(patient.peer)
        try await desk.staff.act("/visits/\(visit)/admit")
        guard let heard = await heardUs else { throw LoadFailure("admitted, and no sound came") }
        await ledger.admitted(afterMs: Double(heard - pressedUs) / 1_000)
        var people = [patient]
        for guest in 0..<plan.guests { people.append(try await invite(guest, visit, desk)) }
        let peers = people.map(\.peer)
        door.thread.post { herd in
            for peer in peers + [desk.peer] { herd.participants[peer]?.hearers = peers.count }
            for peer in peers { herd.participants[peer]?.startSending(nowUs: venterum_now_us()) }
        }
        await ledger.enter(people.count + 1)
        try await Task.sleep(for: .seconds(plan.seconds))
        await ledger.exit(people.count + 1, after: plan.seconds)
        let deaf = await deaf(among: peers + [desk.peer])
        try await desk.staff.act("/visits/\(visit)/end", #"{"outcome": "completed"}"#)
        for one in people { await leave(one) }
        guard deaf == 0 else {
            throw LoadFailure("\(deaf) of \(peers.count + 1) did not hear everybody else in the last second")
        }
        let (_, text) = try await door.send(
            "/api/visits/\(visit)", method: "GET", headers: ["authorization": "Bearer \(key)"])
        let ended = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        guard let outcome = ended?["outcome"] as? String else {
            throw LoadFailure("ended without an outcome: \(text)")
        }
        await ledger.ended(number, as: outcome)
    }

    /// Opens a link, takes a place in the queue, and makes the path warm.
    private func arrive(_ link: String) async throws -> Guest {
        guard let path = URL(string: link)?.path else { throw LoadFailure("a link that is none: \(link)") }
        let device = "load-\(number)-\(UInt32.random(in: 0 ... .max))"
        _ = try await door.send(path, method: "GET")
        _ = try await door.act(path + "/arrive", #"{"device": "\#(device)"}"#)
        let stream = Task { _ = try? await door.listen(path + "/events?device=\(device)") }
        let (peer, address) = try await door.join(at: path + "/media")
        let test = """
            {"verdict": "good", "camera": "ok", "microphone": "ok", "upKbps": 2000, "downKbps": 2000, \
            "roundTripMs": 10, "loss": 0, "device": "\(device)"}
            """
        _ = try await door.act(path + "/ready", test)
        return Guest(peer: peer, path: path, address: address, stream: stream)
    }

    private func invite(_ guest: Int, _ visit: String, _ desk: Clinicians.Desk) async throws -> Guest {
        let role = ["relative", "municipality", "interpreter"][guest % 3]
        let invited = try await desk.staff.act(
            "/visits/\(visit)/invite", #"{"name": "Guest \#(guest)", "role": "\#(role)"}"#)
        guard let link = invited["link"] as? String, let name = invited["participant"] as? String else {
            throw LoadFailure("an invitation without a link")
        }
        let come = try await arrive(link)
        try await desk.staff.act("/visits/\(visit)/guests/\(name)/admit")
        return come
    }

    private func leave(_ guest: Guest) async {
        guest.stream.cancel()
        door.thread.post { $0.remove(guest.peer) }
    }

    /// How many of these have not heard all others in the last second.
    private func deaf(among peers: [Int]) async -> Int {
        await withCheckedContinuation { continuation in
            door.thread.post { herd in
                let sinceUs = venterum_now_us() - Self.silenceUs
                continuation.resume(
                    returning: peers.count {
                        (herd.participants[$0]?.voices(sinceUs: sinceUs) ?? 0) < peers.count - 1
                    })
            }
        }
    }

    /// The moment of the first packet; nil when patience ends.
    private func firstSound(_ peer: Int) async -> Int64? {
        await withTaskGroup(of: Int64?.self) { group in
            group.addTask {
                await withCheckedContinuation { continuation in
                    let once = Once(continuation)
                    door.thread.post { herd in
                        guard let participant = herd.participants[peer] else { return once.resume(nil) }
                        participant.whenHeard = { once.resume($0) }
                    }
                    Task {
                        try? await Task.sleep(for: Self.patience)
                        once.resume(nil)
                    }
                }
            }
            return await group.next() ?? nil
        }
    }
}
