import Kernel

/// The facts of a visit, with what every rule would otherwise work out again.
public struct Circumstances: Sendable {
    public let facts: Facts
    public let settings: Settings
    let zone: CivilZone
    let tariffs: Tariffs
    let attendance: Attendance
    let contact: Contact
    /// Only for a planned conference.
    let conference: ConferenceTime?
    /// The booked start by the wall clock; its date is the service date.
    let start: LocalMoment
    let dayPart: DayPart

    /// What the agreed start is to the agreement.
    enum DayPart: Sendable { case dagtid, halfHoliday, outside }

    init(_ facts: Facts, zone: CivilZone, tariffs: Tariffs, settings: Settings) {
        self.facts = facts
        self.settings = settings
        self.zone = zone
        self.tariffs = tariffs
        attendance = Attendance(facts)
        contact = Contact(attendance)
        conference = facts.form == .conference ? ConferenceTime(attendance, zone: zone) : nil
        start = zone.local(facts.booking.start)
        dayPart = Circumstances.dayPart(start, settings)
    }

    var serviceDate: LocalDate { start.date }

    var isGeneralPractice: Bool { facts.provider.specialty == Specialty.generalPractice }

    /// Whether it was a general practitioner's consultation of that content; a planned conference has none.
    func isTherapyOrReview(_ content: VisitContent) -> Bool {
        isGeneralPractice && facts.content == content && facts.form == .consultation
    }

    /// When the contact truly began, by the wall clock; nil where there was none.
    var began: LocalMoment? { contact.began.map { zone.local($0) } }

    static func dayPart(_ moment: LocalMoment, _ settings: Settings) -> DayPart {
        guard DanishCalendar.isDagtid(moment) else { return .outside }
        guard DanishCalendar.isHalfHoliday(moment.date) else { return .dagtid }
        switch settings.halfHolidays {
        case .review: return .halfHoliday
        case .dagtid: return .dagtid
        case .outOfHours: return .outside
        }
    }

    /// Whether the patient is in this practice's chronic-care programme on the service date; nil where a part of the
    /// answer is not known.
    var isEnrolledHere: Bool? {
        guard let enrolments = facts.patient.chronicCare else { return nil }
        var answer: Bool? = false
        for enrolment in enrolments {
            switch covers(enrolment) {
            case true?: return true
            case nil: answer = nil
            case false?: break
            }
        }
        return answer
    }

    private func covers(_ enrolment: Facts.Enrolment) -> Bool? {
        if let here = enrolment.ydernummer, here != facts.provider.ydernummer { return false }
        if let until = enrolment.until, serviceDate >= until { return false }
        if let from = enrolment.from, serviceDate < from { return false }
        return enrolment.ydernummer == nil || enrolment.from == nil ? nil : true
    }
}
