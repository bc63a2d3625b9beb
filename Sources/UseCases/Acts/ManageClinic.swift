import Access
import Kernel
import Visits

extension Acts {
    /// The clinic with all of its settings, for the manager's pages; `act` is the page.
    public func clinicSettings(for act: Act, by caller: Caller) async throws -> Clinic {
        try await permitted(act, by: caller, as: .read)
    }

    public func setHours(_ hours: OpeningHours, by caller: Caller) async throws {
        var clinic = try await permitted(.manageHours, by: caller, as: .done)
        guard hours.days.count == 7 else { throw Refusal(.invalid, "hours-not-understood", field: "days") }
        for (index, span) in hours.days.enumerated() {
            guard let span else { continue }
            guard (0..<1_440).contains(span.from), span.from < span.to, span.to <= 1_440 else {
                throw Refusal(.invalid, "hours-not-understood", field: "day\(index)")
            }
        }
        clinic.hours = hours
        try await keep(clinic)
    }

    /// The queue's rules. Visits booked before keep the times that their patients were told.
    public func setQueue(_ settings: ClinicSettings, by caller: Caller) async throws {
        var clinic = try await permitted(.manageQueue, by: caller, as: .done)
        func check(_ field: String, _ span: Milliseconds, _ least: Milliseconds, _ most: Milliseconds) throws(Refusal) {
            guard span >= least, span <= most else { throw Refusal(.invalid, "span-not-allowed", field: field) }
        }
        try check("opensBefore", settings.opensBefore, .minutes(0), .days(1))
        try check("closesAfter", settings.closesAfter, .minutes(0), .days(1))
        try check("factsReadableFor", settings.factsReadableFor, .minutes(0), .days(365))
        try check("keptFor", settings.keptFor, .days(1), .days(3_653))
        guard Booking.minutesAllowed.contains(settings.usualMinutes) else {
            throw Refusal(
                .invalid, "minutes-out-of-range", field: "usualMinutes", details: ["least": "1", "most": "240"])
        }
        clinic.settings = settings
        try await keep(clinic)
    }

    /// The clinic's name, telephone and what it says to those who wait.
    public func setTexts(
        _ texts: ClinicTexts, name: String? = nil, telephone: String? = nil, by caller: Caller
    ) async throws {
        var clinic = try await permitted(.manageTexts, by: caller, as: .done)
        try checkLength("greeting", texts.greeting, 500)
        try checkLength("urgent", texts.urgent, 500)
        clinic.texts = ClinicTexts(greeting: texts.greeting.trimmed, urgent: texts.urgent.trimmed)
        if let name = name?.trimmed {
            guard !name.isEmpty else { throw Refusal(.invalid, "name-missing", field: "name") }
            try checkLength("name", name, Booking.longestName)
            clinic.name = name
        }
        if let telephone = telephone?.trimmed {
            try checkLength("telephone", telephone, Booking.longestTelephone)
            clinic.telephone = telephone
        }
        try await keep(clinic)
    }

    public func setSupport(_ support: SupportContact, by caller: Caller) async throws {
        var clinic = try await permitted(.manageSupport, by: caller, as: .done)
        try checkLength("name", support.name, 200)
        try checkLength("telephone", support.telephone, Booking.longestTelephone)
        try checkLength("email", support.email, 200)
        try checkLength("hours", support.hours, 200)
        // Whether anybody reads there only a letter could tell; a part on each side of the sign is what can be seen.
        let parts = support.email.trimmed.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isWhitespace) }
        guard support.email.trimmed.isEmpty || isAddress else {
            throw Refusal(.invalid, "email-not-understood", field: "email")
        }
        clinic.support = support
        try await keep(clinic)
    }

    private func checkLength(_ field: String, _ text: String, _ most: Int) throws(Refusal) {
        guard text.count <= most else {
            throw Refusal(.invalid, "text-too-long", field: field, details: ["most": "\(most)"])
        }
    }

    private func keep(_ clinic: Clinic) async throws {
        try await ports.store.save(clinic)
        await ports.news.publish(.clinic(clinic.id))
    }
}
