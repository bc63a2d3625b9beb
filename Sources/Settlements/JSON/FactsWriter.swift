import Kernel

extension Facts {
    /// The facts as one line of JSON, as `venterum settle` reads them: what is unknown is left out. Instants
    /// stand with the
    /// offset of `zone`.
    public func json(in zone: CivilZone) -> [UInt8] {
        var writer = FactsWriter(zone: zone)
        writer.write(self)
        return writer.json.bytes
    }
}

/// Writes each part that is known, with the commas between.
private struct FactsWriter {
    let zone: CivilZone
    var json = JSONWriter()
    private var needsComma = false

    init(zone: CivilZone) { self.zone = zone }

    mutating func write(_ facts: Facts) {
        open()
        text("id", facts.id)
        text("form", facts.form.rawValue)
        object("provider") {
            $0.text("specialty", facts.provider.specialty)
            $0.text("ydernummer", facts.provider.ydernummer)
            $0.bool("dataProtectionConfirmed", facts.provider.dataProtectionConfirmed)
        }
        object("patient") {
            $0.number("insuranceGroup", facts.patient.insuranceGroup)
            $0.bool("listedHere", facts.patient.listedHere)
            $0.list("chronicCare", facts.patient.chronicCare) { writer, enrolment in
                writer.text("ydernummer", enrolment.ydernummer)
                writer.text("from", enrolment.from?.description)
                writer.text("until", enrolment.until?.description)
            }
        }
        object("booking") { $0.booking(facts.booking) }
        object("assessment") { $0.assessment(facts.assessment) }
        text("content", facts.content?.rawValue)
        number("persons", facts.persons)
        list("supplements", facts.supplements) { writer, supplement in
            writer.text("code", supplement.code)
            writer.text("evidence", supplement.evidence?.rawValue)
        }
        course(facts)
        close()
    }

    private mutating func course(_ facts: Facts) {
        list("participants", facts.participants) { writer, person in
            writer.text("id", person.id)
            writer.text("role", person.role?.rawValue)
            writer.text("organisation", person.organisation)
        }
        list("timeline", facts.timeline) { writer, event in
            writer.instant("at", event.at)
            writer.text("who", event.who)
            writer.text("is", event.kind?.rawValue)
            writer.text("by", event.means?.rawValue)
        }
        object("end") {
            $0.instant("at", facts.end.at)
            $0.bool("telephoneAgreed", facts.end.telephoneAgreed)
        }
        object("note") {
            $0.bool("written", facts.note.written)
            $0.bool("goalReached", facts.note.goalReached)
        }
        list("otherServices", facts.otherServices) { writer, other in
            writer.text("code", other.code)
            writer.text("date", other.date?.description)
            writer.text("specialty", other.specialty)
        }
    }

    private mutating func booking(_ booking: Facts.Booking) {
        instant("createdAt", booking.createdAt)
        instant("start", booking.start)
        text("kind", booking.kind?.rawValue)
        known("triage", booking.triage) { writer, triage in
            writer.instant("at", triage.at)
            writer.text("by", triage.by)
            writer.text("via", triage.via?.rawValue)
        }
        text("session", booking.session?.rawValue)
    }

    private mutating func assessment(_ assessment: Facts.Assessment) {
        bool("videoSuitable", assessment.videoSuitable)
        bool("patientAccepts", assessment.patientAccepts)
        known("hardship", assessment.hardship) { writer, hardship in
            writer.text("kind", hardship.kind?.rawValue)
            writer.text("text", hardship.text)
        }
        text("paraclinicalAtHome", assessment.paraclinicalAtHome?.rawValue)
        bool("relevant", assessment.relevant)
        bool("safe", assessment.safe)
        bool("preferenceHeard", assessment.preferenceHeard)
        bool("cognitivelyAble", assessment.cognitivelyAble)
        bool("technicallyAble", assessment.technicallyAble)
        bool("seenInClinicThisCourse", assessment.seenInClinicThisCourse)
        text("notSeenReason", assessment.notSeenReason)
        known("referral", assessment.referral) { writer, referral in
            writer.text("from", referral.from?.description)
            writer.text("until", referral.until?.description)
        }
    }

    // MARK: Values

    private mutating func open() {
        json.bytes.append(0x7B)
        needsComma = false
    }

    private mutating func close() {
        json.bytes.append(0x7D)
        needsComma = true
    }

    private mutating func name(_ name: StaticString) {
        if needsComma { json.bytes.append(0x2C) }
        needsComma = true
        json.bytes.append(0x22)
        json.raw(name)
        json.raw("\":")
    }

    private mutating func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        json.string(value)
    }

    private mutating func bool(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        json.bool(value)
    }

    private mutating func number(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        json.integer(Int64(value))
    }

    private mutating func instant(_ name: StaticString, _ value: Instant?) { text(name, value?.rfc3339(in: zone)) }

    private mutating func object(_ name: StaticString, _ fields: (inout FactsWriter) -> Void) {
        self.name(name)
        open()
        fields(&self)
        close()
    }

    private mutating func known<Value>(
        _ name: StaticString, _ value: Known<Value>, _ fields: (inout FactsWriter, Value) -> Void
    ) {
        switch value {
        case .unknown: return
        case .none:
            self.name(name)
            json.raw("null")
        case .some(let value): object(name) { fields(&$0, value) }
        }
    }

    private mutating func list<Element>(
        _ name: StaticString, _ values: [Element]?, _ fields: (inout FactsWriter, Element) -> Void
    ) {
        guard let values else { return }
        self.name(name)
        json.bytes.append(0x5B)
        for (index, value) in values.enumerated() {
            if index > 0 { json.bytes.append(0x2C) }
            open()
            fields(&self, value)
            close()
        }
        json.bytes.append(0x5D)
        needsComma = true
    }
}
