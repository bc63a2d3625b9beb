import Kernel

/// Video is planned, triaged and at an agreed time.
public struct R04PlannedAndTriaged: Rule {
    public let number = 4

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Planlagt og visiteret",
            en: "Planned and triaged")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Videokonsultationen skal være planlagt og visiteret på forhånd og afholdes på et aftalt "
                + "tidspunkt. Den kan ikke anvendes ved drop-in-tider uden tidsbestilling. Har patienten "
                + "selv booket, må klinikken visitere før samtalen.",
            en: "The video consultation must be planned and triaged beforehand and held at an agreed "
                + "time. It cannot be used for drop-in hours without an appointment. Where the patient has "
                + "booked, the clinic must triage before the call.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video else { return }
        let booking = visit.facts.booking
        // Out of hours the doctor's telephone triage is the plan (R13).
        if !visit.isGeneralPractice, booking.triage.value?.via == .outOfHoursPhone { return timely(visit, &draft) }
        switch booking.kind {
        case .dropIn? where !visit.isGeneralPractice && booking.triage == .unknown:
            // It may have come out of the telephone triage, which would be the plan: not known is not "no".
            break
        case .dropIn?:
            return draft.refuse(
                number,
                Bilingual(
                    da: "Drop-in uden tidsbestilling kan ikke afregnes som videokonsultation 0125.",
                    en: "Drop-in without an appointment cannot be settled as video consultation 0125."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om tiden var aftalt på forhånd.",
                    en: "It is not known whether the time was agreed beforehand."), missing: "booking.kind")
        case .planned?: break
        }
        timely(visit, &draft)
    }

    private func timely(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.booking.triage {
        case .unknown:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om klinikken visiterede konsultationen på forhånd.",
                    en: "It is not known whether the clinic triaged the consultation beforehand."),
                missing: "booking.triage")
        case .none:
            draft.review(
                number,
                Bilingual(
                    da: "Klinikken har ikke visiteret konsultationen; det skal ske på forhånd.",
                    en: "The clinic has not triaged the consultation; that must happen beforehand."),
                missing: "booking.triage")
        case .some(let triage):
            if triage.by == "patient" {
                draft.review(
                    number,
                    Bilingual(
                        da: "Patientens egen booking er ikke klinikkens visitation.",
                        en: "The patient's own booking is not the clinic's triage."), missing: "booking.triage")
            }
            guard let at = triage.at else {
                return draft.review(
                    number,
                    Bilingual(
                        da: "Det vides ikke, hvornår konsultationen blev visiteret.",
                        en: "It is not known when the consultation was triaged."), missing: "booking.triage.at")
            }
            if at >= visit.contact.began ?? visit.facts.booking.start {
                draft.review(
                    number,
                    Bilingual(
                        da: "Visitationen skete først, da samtalen var begyndt.",
                        en: "The triage came only when the call had begun."))
            }
        }
        if let began = visit.began, began.date != visit.serviceDate {
            draft.warn(
                number,
                Bilingual(
                    da: "Samtalen fandt sted \(began.date), men var aftalt til \(visit.serviceDate).",
                    en: "The call took place on \(began.date), but was agreed for \(visit.serviceDate)."))
        }
    }
}
