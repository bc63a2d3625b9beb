import Kernel

/// Reads one facts object, strictly: an unknown or doubled field, a wrong word or a missing `*` field is a
/// fault with its path.
extension JSONReader {
    /// Bounds on what one visit may bring, far above any true one: they keep the time of one proposal small.
    enum Limit {
        static let text = 4_096
        static let participants = 64
        static let events = 2_000
        static let others = 1_000
    }

    mutating func facts() throws(JSONFault) -> Facts {
        let start = try openObject()
        var seen: UInt32 = 0
        var facts = Facts(
            id: nil, form: .consultation,
            provider: Facts.Provider(specialty: "", ydernummer: "", dataProtectionConfirmed: nil),
            booking: Facts.Booking(start: Instant(ms: 0)))
        var (hasForm, hasProvider, hasBooking) = (false, false, false)
        while let field = try nextField(Tables.facts, &seen) {
            switch field {
            case .form:
                facts.form = try word(Tables.form)
                hasForm = true
            case .provider:
                facts.provider = try provider()
                hasProvider = true
            case .booking:
                facts.booking = try booking()
                hasBooking = true
            default: try optional(field, &facts)
            }
        }
        guard hasForm else { throw missing("form", Tables.form.list, start) }
        guard hasProvider else { throw missing("provider", "an object", start) }
        guard hasBooking else { throw missing("booking", "an object", start) }
        return facts
    }

    private mutating func optional(_ field: FactsField, _ facts: inout Facts) throws(JSONFault) {
        switch field {
        case .id: facts.id = try string(limit: Limit.text)
        case .patient: facts.patient = try patient()
        case .assessment: facts.assessment = try assessment()
        case .content: facts.content = try word(Tables.content)
        case .persons: facts.persons = try integer(1...99)
        case .supplements: facts.supplements = try supplements()
        case .participants: facts.participants = try participants()
        case .timeline: facts.timeline = try timeline()
        case .end: facts.end = try end()
        case .note: facts.note = try note()
        case .otherServices: facts.otherServices = try otherServices()
        case .form, .provider, .booking: return
        }
    }

    func missing(_ name: String, _ allowed: String, _ start: Int) -> JSONFault {
        JSONFault(.meaning, at: start, child: name, found: "nothing", allowed: allowed)
    }

    private mutating func provider() throws(JSONFault) -> Facts.Provider {
        let start = try openObject()
        var seen: UInt32 = 0
        var specialty: String?
        var ydernummer: String?
        var confirmed: Bool?
        while let field = try nextField(Tables.provider, &seen) {
            switch field {
            case .specialty: specialty = try digits(2, "80")
            case .ydernummer: ydernummer = try digits(6, "057584")
            case .dataProtectionConfirmed: confirmed = try bool()
            }
        }
        guard let specialty else { throw missing("specialty", "two digits, as \"80\"", start) }
        guard let ydernummer else { throw missing("ydernummer", "six digits, as \"057584\"", start) }
        return Facts.Provider(specialty: specialty, ydernummer: ydernummer, dataProtectionConfirmed: confirmed)
    }

    private mutating func patient() throws(JSONFault) -> Facts.Patient {
        _ = try openObject()
        var seen: UInt32 = 0
        var patient = Facts.Patient()
        while let field = try nextField(Tables.patient, &seen) {
            switch field {
            case .insuranceGroup: patient.insuranceGroup = try integer(1...2)
            case .listedHere: patient.listedHere = try bool()
            case .chronicCare:
                var list: [Facts.Enrolment] = []
                try openArray()
                while try nextElement(isFirst: list.isEmpty) {
                    try bound(list.count, Limit.others)
                    list.append(try enrolment())
                }
                patient.chronicCare = list
            }
        }
        return patient
    }

    func bound(_ count: Int, _ limit: Int) throws(JSONFault) {
        guard count < limit else {
            throw JSONFault(.meaning, at: at, found: "more than \(limit) elements", allowed: "at most \(limit)")
        }
    }

    private mutating func enrolment() throws(JSONFault) -> Facts.Enrolment {
        _ = try openObject()
        var seen: UInt32 = 0
        var enrolment = Facts.Enrolment(ydernummer: nil, from: nil, until: nil)
        while let field = try nextField(Tables.enrolment, &seen) {
            switch field {
            case .ydernummer: enrolment.ydernummer = try digits(6, "057584")
            case .from: enrolment.from = try date()
            case .until: enrolment.until = try date()
            }
        }
        return enrolment
    }

    private mutating func booking() throws(JSONFault) -> Facts.Booking {
        let start = try openObject()
        var seen: UInt32 = 0
        var booking = Facts.Booking(start: Instant(ms: 0))
        var hasStart = false
        while let field = try nextField(Tables.booking, &seen) {
            switch field {
            case .createdAt: booking.createdAt = try instant()
            case .start:
                booking.start = try instant()
                hasStart = true
            case .kind: booking.kind = try word(Tables.kind)
            case .triage: booking.triage = try takeNull() ? .none : .some(triage())
            case .session: booking.session = try word(Tables.session)
            }
        }
        guard hasStart else { throw missing("start", "an instant as 2026-03-04T09:00:00+01:00 (RFC 3339)", start) }
        return booking
    }

    private mutating func triage() throws(JSONFault) -> Facts.Triage {
        _ = try openObject()
        var seen: UInt32 = 0
        var triage = Facts.Triage(at: nil, by: nil, via: nil)
        while let field = try nextField(Tables.triage, &seen) {
            switch field {
            case .at: triage.at = try instant()
            case .by: triage.by = try string(limit: Limit.text)
            case .via: triage.via = try word(Tables.via)
            }
        }
        return triage
    }
}
