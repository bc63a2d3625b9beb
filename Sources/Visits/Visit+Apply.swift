import Kernel

extension Visit {
    /// A new visit from its first event; nil when that is not `booked`.
    public init?(_ id: ID<Visit>, at clinic: ID<Clinic>, first: Event) {
        guard case .booked(let booking, let patient, let window) = first.what else { return nil }
        self.id = id
        self.clinic = clinic
        self.booking = booking
        self.window = window
        self.participants = [
            Participant(id: patient, role: .patient, name: booking.patient, telephone: booking.telephone, seat: 0)
        ]
        self.version = 1
        self.changedAt = first.at
    }

    /// The visit that a whole history tells; nil when it does not begin with `booked`.
    public init?(_ id: ID<Visit>, at clinic: ID<Clinic>, history: [Event]) {
        guard let first = history.first, var visit = Visit(id, at: clinic, first: first) else { return nil }
        for event in history.dropFirst() { visit.apply(event) }
        self = visit
    }

    /// Takes in what happened. Total: an event that does not fit changes nothing but the version.
    public mutating func apply(_ event: Event) {
        version += 1
        changedAt = max(changedAt, event.at)
        switch event.what {
        case .booked: break
        case .changed(let new):
            booking = new
            participants[0].name = new.patient
            participants[0].telephone = new.telephone
        case .cancelled: finish(.cancelled, at: event.at)
        case .ended(let outcome, _): finish(outcome, at: event.at)
        case .looked: unseen = false
        case .putBack: backToQueue()
        case .transferred(let colleague, _):
            backToQueue()
            transferred = true
            booking.with = [colleague]
            if let list = booking.mayAdmit, !list.contains(colleague) { booking.mayAdmit = list + [colleague] }
        case .held: call?.heldSince = event.at
        case .resumed:
            call?.heldSince = nil
            noteConnection(at: event.at)
        case .invited(let id, let name, let role, let organisation, let telephone):
            participants.append(
                Participant(id: id, role: role, name: name, organisation: organisation, telephone: telephone))
        case .admitted(let id, let seat): seatDown(id, seat, event)
        case .beganConference:
            begin(event)
            call?.withoutPatientSince = event.at
        default: applyToOne(event)
        }
    }

    private mutating func applyToOne(_ event: Event) {
        switch event.what {
        case .linkOpened(let id): with(id) { $0.linkOpenedAt = $0.linkOpenedAt ?? event.at }
        case .arrived(let id, let device, let accepts): comeIn(id, device, accepts, event.at)
        case .testPassed(let id, let test), .testFailed(let id, let test):
            with(id) {
                $0.test = test
                // What was refused at first and works now is refused no more.
                if test.camera == .ok { $0.denied.remove(.camera) }
                if test.microphone == .ok { $0.denied.remove(.microphone) }
            }
        case .permissionDenied(let id, let device): with(id) { $0.denied.insert(device) }
        case .becameReady(let id): with(id) { if $0.stage == .arrived { $0.stage = .ready } }
        case .saidLate(let id, let minutes):
            with(id) { $0.saidLate = Participant.Late(minutes: minutes, at: event.at) }
        case .left(let id): with(id) { $0.goAway(.left) }
        case .removed(let id): with(id) { $0.goAway(.removed) }
        case .connected(let id, let means):
            with(id) {
                $0.connection = Participant.Connection(means: means, since: $0.connection?.since ?? event.at)
                $0.lostAt = nil
                $0.meansUsed.insert(means)
            }
            noteConnection(at: event.at)
        case .disconnected(let id, _):
            with(id) {
                $0.connection = nil
                $0.lostAt = event.at
            }
        case .wentToTelephone(let id):
            with(id) {
                $0.telephoneSince = $0.telephoneSince ?? event.at
                $0.meansUsed.insert(.telephone)
            }
            // A guest by telephone does not make it a telephone consultation.
            if id == patient.id { everByTelephone = true }
            noteConnection(at: event.at)
        case .tookBackTelephone(let id): takeBackTelephone(id)
        case .wentToPicture(let id):
            with(id) { $0.telephoneSince = nil }
            // Where the picture had been there, the consultation is by picture again; else once it comes.
            if everConnected { everByTelephone = false }
        case .lineMeasured(let id, let line): with(id) { $0.line = $0.line?.joined(line) ?? line }
        default: break
        }
    }

    private mutating func with(_ id: ID<Participant>, _ change: (inout Participant) -> Void) {
        guard let index = participants.firstIndex(where: { $0.id == id }) else { return }
        change(&participants[index])
    }

    private mutating func comeIn(_ id: ID<Participant>, _ device: String, _ accepts: Bool?, _ at: Instant) {
        let letIn = call != nil && !runsWithoutPatient
        var isNew = false
        with(id) {
            $0.device = device
            $0.acceptsVideo = accepts ?? $0.acceptsVideo
            $0.linkOpenedAt = $0.linkOpenedAt ?? at
            guard $0.stage == .invited || $0.stage == .left else { return }
            // A patient who went out of a call that still runs was let in already, and comes back to it.
            $0.stage = letIn && $0.role == .patient ? .admitted : .arrived
            $0.arrivedAt = at
            isNew = $0.role == .patient && !letIn
        }
        if isNew { unseen = true }
    }

    private mutating func seatDown(_ id: ID<Participant>, _ seat: Int, _ event: Event) {
        with(id) {
            $0.entered = Participant.Entry(from: $0.stage, at: event.at)
            $0.stage = .admitted
            $0.seat = seat
        }
        guard id == patient.id else { return }
        admittedAt = admittedAt ?? event.at
        unseen = false
        if runsWithoutPatient { call?.withoutPatientSince = nil } else { begin(event) }
    }

    /// The author sits down as the call's clinician.
    private mutating func begin(_ event: Event) {
        guard case .staff(let staff, let name) = event.by else { return }
        call = Call(by: staff, name: name, since: event.at)
        transferred = false
        let clinician = ID<Participant>(staff.text)
        if participant(clinician) == nil {
            participants.append(Participant(id: clinician, role: .clinician, name: name))
        }
        with(clinician) {
            $0.stage = .admitted
            $0.seat = 1
        }
    }

    /// Everybody out of the room; the patient and the guests who were in it wait again, the clinician is free.
    private mutating func backToQueue() {
        call = nil
        for index in participants.indices {
            participants[index].connection = nil
            participants[index].lostAt = nil
            participants[index].telephoneSince = nil
            guard participants[index].stage == .admitted else { continue }
            switch participants[index].role {
            case .clinician:
                participants[index].goAway(.left)
            case .patient:
                participants[index].stage = participants[index].test == nil ? .arrived : .ready
            default:
                participants[index].stage = participants[index].test == nil ? .arrived : .ready
                participants[index].seat = nil
            }
        }
    }

    private mutating func finish(_ outcome: Outcome, at: Instant) {
        ending = Ending(at: at, outcome: outcome)
        unseen = false
        for index in participants.indices { participants[index].connection = nil }
    }

    /// As it was before the press: one who had been let in by it waits again, or has not come.
    private mutating func takeBackTelephone(_ id: ID<Participant>) {
        with(id) {
            let byThePress = $0.entered?.at == $0.telephoneSince
            $0.telephoneSince = nil
            $0.meansUsed.remove(.telephone)
            guard byThePress, $0.connection == nil, let entered = $0.entered else { return }
            $0.stage = entered.from
            $0.seat = nil
            $0.entered = nil
        }
    }

    private mutating func noteConnection(at: Instant) {
        guard call != nil else { return }
        let here = clinician?.connection != nil
        let withPatient = here && patient.stage == .admitted && patient.connection != nil
        let guests = booking.kind == .conference ? participants.filter { $0.isGuest && $0.stage == .admitted } : []
        // The other end of a guest's telephone is the clinician's, whether or not a path of the clinician's stands.
        let met = guests.filter { here && $0.connection != nil || $0.telephoneSince != nil }
        guard withPatient || !met.isEmpty else { return }
        if call?.connectedSince == nil { call?.connectedSince = at }
        guard withPatient || met.contains(where: { $0.isOutsideProfessional && $0.connection != nil }) else { return }
        everConnected = true
        if withPatient, patient.telephoneSince == nil { everByTelephone = false }
    }
}

extension Participant {
    fileprivate mutating func goAway(_ stage: Stage) {
        self.stage = stage
        connection = nil
        lostAt = nil
        telephoneSince = nil
        if role != .patient { seat = nil }
    }
}
