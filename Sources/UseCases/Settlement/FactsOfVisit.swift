import Kernel
import Settlements
import Visits

/// From what happened in a visit to what settlement needs to know of it. Nothing is asked that the events tell,
/// and nothing is
/// told that they do not.
enum FactsOfVisit {
    static func facts(
        _ happened: Visits.Facts, _ visit: Visit, _ profile: SettlementProfile, answers: [String: String],
        others: [Settlements.Facts.OtherService], zone: CivilZone
    ) -> Settlements.Facts {
        let booking = happened.booking
        var facts = Settlements.Facts(
            id: visit.id.text, form: booking.kind == .conference ? .conference : .consultation,
            provider: Settlements.Facts.Provider(
                specialty: profile.specialty, ydernummer: profile.ydernummer,
                dataProtectionConfirmed: profile.dataProtectionConfirmed),
            booking: self.booking(booking, happened))
        switch booking.kind {
        case .gpVideo, .outOfHours: facts.content = .general
        case .talkTherapy: facts.content = .talkTherapy
        case .annualReview: facts.content = .annualReview
        case .conference, .physiotherapy: facts.content = nil
        }
        // Whoever triages says by it that video is right for the visit (see `Booking.Triage`).
        facts.assessment.videoSuitable = booking.triage == nil ? nil : true
        // One who asked for video wished for it, until they say otherwise.
        facts.assessment.patientAccepts = visit.patient.acceptsVideo ?? (booking.request == nil ? nil : true)
        facts.assessment.preferenceHeard = booking.request == nil ? nil : true
        facts.participants = happened.people.map(participant)
        facts.timeline = timeline(happened)
        facts.end.at = happened.endedAt
        facts.end.telephoneAgreed = happened.endedAt == nil ? nil : telephoneAgreed(happened)
        // What else was done on the day in the clinic itself, Venterum does not see: a physiotherapist is asked.
        if !others.isEmpty || !Specialty.physiotherapy.contains(profile.specialty) { facts.otherServices = others }
        SettlementAnswers.apply(answers, to: &facts, on: zone.local(booking.start).date)
        return facts
    }

    private static func booking(_ booking: Booking, _ happened: Visits.Facts) -> Settlements.Facts.Booking {
        var known = Settlements.Facts.Booking(start: booking.start)
        known.createdAt = happened.events.first?.at
        known.kind = .planned
        known.triage =
            booking.triage.map {
                .some(
                    Settlements.Facts.Triage(
                        at: $0.at, by: "staff", via: booking.kind == .outOfHours ? .outOfHoursPhone : .clinic))
            } ?? .none
        return known
    }

    /// That the telephone was taken instead of the picture (R8): so it ended, or there they were when it did. One who
    /// went back to a picture that had been there agreed on the picture again; where none ever came, we do not know.
    private static func telephoneAgreed(_ happened: Visits.Facts) -> Bool? {
        if happened.outcome == .completedByTelephone { return true }
        let patient = happened.people.first?.participant
        let turns = happened.events.compactMap { event -> Bool? in
            switch event.what {
            case .wentToTelephone(let id) where id == patient: true
            case .wentToPicture(let id) where id == patient: false
            default: nil
            }
        }
        guard turns.last == false else { return turns.last ?? false }
        return happened.together(.video).count > 0 ? false : nil
    }

    private static func participant(_ person: Visits.Facts.Person) -> Settlements.Facts.Participant {
        let role: ParticipantRole =
            switch person.role {
            case .patient: .patient
            case .clinician: .clinician
            case .relative: .relative
            case .interpreter: .interpreter
            case .hospital: .hospital
            case .municipality: .municipality
            case .specialist: .specialist
            case .practiceStaff: .practiceStaff
            // Somebody else is no health professional, and so counts as company.
            case .technicalHelper, .other: .technicalHelper
            }
        return Settlements.Facts.Participant(
            id: person.participant.text, role: role, organisation: person.organisation)
    }

    // MARK: The timeline

    private static func timeline(_ happened: Visits.Facts) -> [Settlements.Facts.TimelineEvent] {
        var events: [Settlements.Facts.TimelineEvent] = []
        let patientCalls = happened.people.first?.legs.filter { $0.means == .telephone } ?? []
        let guestCalls = happened.people.dropFirst().flatMap(\.legs).filter { $0.means == .telephone }
        for person in happened.people {
            var legs = person.legs
            var more: [Visits.Facts.Leg] = []
            // The other end of the patient's telephone is the clinician's, whose own leg is not among the events.
            // So it is of a guest's; but there the clinician is on the telephone only where nothing else stands, since
            // the others are still met by video.
            if person.role == .clinician {
                legs += patientCalls
                more = guestCalls
            }
            for (means, from, to) in sequence(legs, or: more) {
                let who = person.participant.text
                events.append(.init(at: from, who: who, kind: .connected, means: means))
                events.append(.init(at: to, who: who, kind: .disconnected, means: nil))
            }
        }
        return events.sorted { ($0.at?.ms ?? 0, $0.who ?? "") < ($1.at?.ms ?? 0, $1.who ?? "") }
    }

    /// Legs as one after the other: the telephone goes before a path that still stands beside it.
    private static func sequence(
        _ legs: [Visits.Facts.Leg], or more: [Visits.Facts.Leg] = []
    ) -> [(ConnectionMeans, Instant, Instant)] {
        let edges = Set((legs + more).flatMap { [$0.from, $0.to] }).sorted()
        var parts: [(ConnectionMeans, Instant, Instant)] = []
        for (from, to) in zip(edges, edges.dropFirst()) {
            func here(_ legs: [Visits.Facts.Leg]) -> [ConnectionMeans] {
                legs.filter { $0.from <= from && $0.to >= to }.map { means($0.means) }
            }
            let own = here(legs)
            guard let means = own.first(where: { $0 == .telephone }) ?? own.first ?? here(more).first else { continue }
            if let last = parts.last, last.0 == means, last.2 == from {
                parts[parts.count - 1].2 = to
            } else {
                parts.append((means, from, to))
            }
        }
        return parts
    }

    private static func means(_ means: Means) -> ConnectionMeans {
        switch means {
        case .video: .video
        case .voice: .audio
        case .telephone: .telephone
        }
    }
}
