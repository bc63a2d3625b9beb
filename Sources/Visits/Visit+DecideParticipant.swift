import Kernel

extension Visit {
    /// What a participant asks for on the own page.
    func decideForParticipant(_ command: Command, _ now: Instant) throws(Refusal) -> [Event.What] {
        switch command {
        case .openLink(let id):
            let one = try known(id)
            return one.linkOpenedAt != nil || state == .ended ? [] : [.linkOpened(id)]
        case .arrive(let id, let device, let accepts): return try arrive(id, device, accepts, now)
        case .ready(let id, let test): return try ready(id, test)
        case .denyPermission(let id, let device):
            let one = try present(id)
            return one.denied.contains(device) ? [] : [.permissionDenied(id, device)]
        case .beLate(let id, let minutes):
            let one = try present(id)
            guard (1...120).contains(minutes) else {
                throw Refusal(
                    .invalid, "minutes-out-of-range", field: "minutes", details: ["least": "1", "most": "120"])
            }
            guard call == nil || one.isGuest || runsWithoutPatient else { throw Refusal(.conflict, "call-is-running") }
            return one.saidLate?.minutes == minutes ? [] : [.saidLate(id, minutes: minutes)]
        case .leave(let id):
            let one = try present(id)
            guard one.stage != .left else { return [] }
            guard one.stage != .invited else { throw Refusal(.conflict, "not-arrived") }
            return [.left(id)]
        case .callAgain(let id):
            guard try present(id).stage == .admitted, call != nil else { throw Refusal(.conflict, "no-call") }
            return [.calledAgain(id)]
        default: return []
        }
    }

    /// One who still has a part in the visit.
    private func present(_ id: ID<Participant>) throws(Refusal) -> Participant {
        let one = try known(id)
        guard state != .ended, one.stage != .removed else { throw Self.over }
        return one
    }

    private func arrive(
        _ id: ID<Participant>, _ device: String, _ accepts: Bool?, _ now: Instant
    ) throws(Refusal) -> [Event.What] {
        let one = try present(id)
        guard !device.isEmpty, device.utf8.count <= 64 else {
            throw Refusal(.invalid, "device-not-understood", field: "device")
        }
        let arrived = [Event.What.arrived(id, device: device, acceptsVideo: accepts)]
        // The ticket is kept by whoever has it: times only matter to one who comes.
        if one.queued || one.stage == .admitted {
            let same = one.device == device && (accepts == nil || accepts == one.acceptsVideo)
            return same ? [] : arrived
        }
        guard now >= opensAt else {
            throw Refusal(.conflict, "too-early", details: ["opensAt": "\(opensAt.ms)"])
        }
        guard now <= closesAt || call != nil else { throw Refusal(.conflict, "too-late") }
        return arrived
    }

    private func ready(_ id: ID<Participant>, _ test: DeviceTest) throws(Refusal) -> [Event.What] {
        let one = try present(id)
        try test.check()
        guard one.queued || one.stage == .admitted else { throw Refusal(.conflict, "not-arrived") }
        var what: [Event.What] = []
        if one.test != test {
            for (device, answer) in [(Device.camera, test.camera), (.microphone, test.microphone)]
            where answer == .denied && !one.denied.contains(device) {
                what.append(.permissionDenied(id, device))
            }
            what.append(test.verdict == .telephone ? .testFailed(id, test) : .testPassed(id, test))
        }
        if one.stage == .arrived { what.append(.becameReady(id)) }
        return what
    }
}
