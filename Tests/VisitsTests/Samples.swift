import Kernel
import Testing
import Visits

/// Visits in each state, for the tables.
enum Samples {
    static let start = Instant(ms: 1_772_611_200_000)
    static let now = start - .minutes(5)
    static let patient: ID<Participant> = ID("p-1")
    static let guest: ID<Participant> = ID("g-1")
    static let anna = Author.staff(ID("s-anna"), name: "Dr. Anna Holm")
    static let mikkel = Author.staff(ID("s-mikkel"), name: "Dr. Mikkel Bruun")
    static let annaHerself: ID<Participant> = ID("s-anna")
    static let good = DeviceTest(verdict: .good, camera: .ok, microphone: .ok)
    static let useless = DeviceTest(verdict: .telephone, camera: .none, microphone: .denied)

    static func booking(_ patient: String = "Karen Jensen", start: Instant = start) -> Booking {
        Booking(kind: .gpVideo, patient: patient, telephone: "20112233", start: start, minutes: 15)
    }

    static func booked(_ id: String = "1", start: Instant = start) throws -> Visit {
        let first = try Visit.book(
            booking(start: start), patient: ID("p-\(id)"),
            window: LinkWindow(before: .minutes(15), after: .minutes(60)),
            by: .staff(ID("s-lone"), name: "Lone"), at: start - .days(2))
        return try #require(Visit(ID("v-\(id)"), at: ID("c-1"), first: first))
    }

    /// The visit in a state, with a guest who waits.
    static func visit(in state: VisitState) throws -> Visit {
        var visit = try booked()
        try visit.take(
            .invite(guest, name: "Aisha", role: .interpreter, organisation: nil, telephone: nil), by: anna)
        if state == .booked { return visit }
        try visit.take(.arrive(guest, device: "g", acceptsVideo: nil), by: .participant(guest))
        try visit.take(.arrive(patient, device: "phone", acceptsVideo: true), by: .participant(patient))
        if state == .arrived { return visit }
        try visit.take(.ready(patient, good), by: .participant(patient))
        if state == .waiting { return visit }
        try visit.take(.admit, by: anna)
        if state == .admitted { return visit }
        try visit.take(.connect(patient, .video), by: .system)
        try visit.take(.connect(annaHerself, .video), by: .system)
        if state == .inCall { return visit }
        try visit.take(state == .onHold ? .hold : .end(nil), by: anna)
        return visit
    }
}

extension Visit {
    /// Decides and applies; gives back the words of what happened.
    @discardableResult
    mutating func take(
        _ command: Command, by author: Author = .system, at now: Instant = Samples.now
    ) throws -> [String] {
        let events = try decide(command, by: author, at: now)
        for event in events { apply(event) }
        return events.map(\.what.word)
    }
}
