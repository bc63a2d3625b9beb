import Kernel

/// The rules that hold for some specialties on service dates from `from` to before `until`, in the order of deciding.
///
/// A new year's agreement is a new set beside the others: an old visit re-settles as it did.
public struct RuleSet: Sendable {
    public let name: String
    public let specialties: [String]
    public let from: LocalDate
    public let until: LocalDate?
    public let rules: [any Rule]

    func holds(specialty: String, on date: LocalDate) -> Bool {
        date >= from && (until.map { date < $0 } ?? true) && specialties.contains(specialty)
    }

    /// Every set we know; of two that hold, the later one decides.
    public static let all: [RuleSet] = [generalPractice2022, physiotherapy2022]

    static func holding(specialty: String, on date: LocalDate) -> RuleSet? {
        all.last { $0.holds(specialty: specialty, on: date) }
    }
}

extension RuleSet {
    /// The agreement on general practice of 2022, and video out of the doctors' on-call service beside it.
    static let generalPractice2022 = RuleSet(
        name: "gp-2022", specialties: ["80"] + Specialty.outOfHours,
        from: LocalDate(year: 2022, month: 1, day: 1) ?? LocalDate(dayNumber: 0), until: nil,
        rules: [
            R15ConferenceIsPlanned(), R18ConferenceInDagtid(), R16ThreeParticipants(), R19ConferenceByTelephone(),
            R17Modules(), R20ConferenceAlwaysPaid(),
            R08TelephoneInstead(), R13OutOfHours(), R14OutsideDagtid(), R04PlannedAndTriaged(), R05VideoSuitable(),
            R06NobodyImposesVideo(), R07CompanyIsNoConference(), R09TalkTherapy(), R10AnnualReview(),
            R01VideoConsultation(), R11RegistrationCode(), R02OneBasicService(), R03ChronicCareFee(), R12Supplements(),
        ])

    /// The agreement on physiotherapy, with the service sheet of October 2022.
    static let physiotherapy2022 = RuleSet(
        name: "physio-2022", specialties: Specialty.physiotherapy,
        from: LocalDate(year: 2022, month: 1, day: 1) ?? LocalDate(dayNumber: 0), until: nil,
        rules: [
            R21PhysioVideo(), R27TwoWay(), R22OncePerDay(), R23Referral(), R24SeenInClinic(), R25RelevantAndSafe(),
            R26AbleToTakePart(), R28JournalNote(), R29DataProtection(), R30TrainingOrGuidance(), R31PatientShare(),
        ])
}

/// The specialties by which the rules tell practices apart.
public enum Specialty {
    public static let generalPractice = "80"
    public static let outOfHours = ["81", "82", "83", "84", "89"]
    /// 57 and 65 are physiotherapy too, but do not have the service.
    public static let physiotherapy = ["51", "57", "62", "65"]
    static let physiotherapyWithVideo = ["51", "62"]
}
