import Kernel
import UseCases
import Visits

/// What a booking form or a practice system sends; for a change, what is to be otherwise.
struct BookingWish: Decodable, Sendable {
    var patient: String?
    var telephone: String?
    var start: Instant?
    var minutes: Int?
    var with: [ID<StaffMember>]?
    /// The inner nil gives a list up, which in JSON is a null.
    var mayAdmit: [ID<StaffMember>]??
    /// A kind of visit; `video` stands for the usual one.
    var kind: String?
    /// In a change, a null takes it back, as for `mayAdmit`.
    var triaged: Bool??
    var triagedAt: Instant?
    var reference: String??

    private enum CodingKeys: CodingKey {
        case patient, telephone, start, minutes, with, mayAdmit, kind, triaged, triagedAt, reference
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patient = try fields.decodeIfPresent(String.self, forKey: .patient)
        telephone = try fields.decodeIfPresent(String.self, forKey: .telephone)
        start = try fields.decodeIfPresent(Instant.self, forKey: .start)
        minutes = try fields.decodeIfPresent(Int.self, forKey: .minutes)
        with = try fields.decodeIfPresent([ID<StaffMember>].self, forKey: .with)
        if fields.contains(.mayAdmit) {
            mayAdmit = .some(try fields.decodeIfPresent([ID<StaffMember>].self, forKey: .mayAdmit))
        }
        kind = try fields.decodeIfPresent(String.self, forKey: .kind)
        if fields.contains(.triaged) {
            triaged = .some(try fields.decodeIfPresent(Bool.self, forKey: .triaged))
        }
        triagedAt = try fields.decodeIfPresent(Instant.self, forKey: .triagedAt)
        if fields.contains(.reference) {
            reference = .some(try fields.decodeIfPresent(String.self, forKey: .reference))
        }
    }

    init(_ form: FormFields) {
        patient = form.field("patient")
        telephone = form.field("telephone")
        start = LocalTime.instant(date: form.field("day") ?? "", time: form.field("time") ?? "")
        minutes = form.field("minutes").flatMap { Int($0) }
        with = (form.values["with"] ?? []).filter { !$0.isEmpty }.map { ID($0) }
        kind = form.field("kind")
        triaged = form.field("triaged") == "yes"
    }

    private func bookingKind() throws(Refusal) -> Booking.Kind? {
        guard let kind, kind != "video" else { return nil }
        guard let known = Booking.Kind(rawValue: kind) else {
            throw Refusal(.invalid, "json-not-understood", field: "kind")
        }
        return known
    }

    /// - Parameter name: Whose visit it is, where that is known already.
    func order(for name: String? = nil) throws(Refusal) -> BookingOrder {
        guard let patient = name ?? patient else { throw Refusal(.invalid, "name-missing", field: "patient") }
        guard let start else { throw Refusal(.invalid, "time-not-understood", field: "start") }
        return BookingOrder(
            kind: try bookingKind() ?? .gpVideo, patient: patient, telephone: telephone ?? "", start: start,
            minutes: minutes, with: with ?? [], mayAdmit: mayAdmit ?? nil, triaged: (triaged ?? nil) ?? false,
            triagedAt: triagedAt, reference: reference ?? nil)
    }

    func change() throws(Refusal) -> BookingChange {
        BookingChange(
            kind: try bookingKind(), patient: patient, telephone: telephone, start: start, minutes: minutes,
            with: with, mayAdmit: mayAdmit, triaged: triaged.map { $0 ?? false }, reference: reference)
    }
}
