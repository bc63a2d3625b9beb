import Kernel
import Visits

/// Who works at a demonstration clinic and whom it expects. All of it is made up.
struct DemonstrationPlan: Sendable {
    struct Person: Sendable {
        let signIn: String
        let name: String
        let role: StaffMember.Role
        var manages = false
    }

    struct Expected: Sendable {
        let patient: String
        let telephone: String
        /// From the next full five minutes.
        let inMinutes: Int64
        /// Sign-in names.
        let with: [String]
        let kind: Booking.Kind
    }

    let clinic: Clinic
    let people: [Person]
    let visits: [Expected]

    static let doctors = DemonstrationPlan(
        clinic: Clinic(
            id: ID("c-demo"), name: "Lægehuset ved Åen", telephone: "70 10 20 30",
            texts: ClinicTexts(
                greeting: "Velkommen. Vi kalder dig ind, så snart vi er klar.",
                urgent: "Ring 112 ved livstruende sygdom. Uden for åbningstid: ring til lægevagten."),
            support: SupportContact(
                name: "Lægehusets sekretariat", telephone: "70 10 20 31", email: "hjaelp@laegehuset.example",
                hours: "Hverdage 8-15"),
            settlement: SettlementProfile(specialty: "80", ydernummer: "057584", dataProtectionConfirmed: true)),
        people: [
            Person(signIn: "anna", name: "Dr. Anna Holm", role: .clinician, manages: true),
            Person(signIn: "mikkel", name: "Dr. Mikkel Bruun", role: .clinician),
            Person(signIn: "sara", name: "Sygeplejerske Sara Lind", role: .clinician),
            Person(signIn: "lone", name: "Lone Kjær", role: .secretary),
            Person(signIn: "birgit", name: "Birgit Dahl", role: .manager, manages: true),
        ],
        visits: [
            Expected(patient: "Karen Jensen", telephone: "20 11 22 33", inMinutes: 0, with: ["anna"], kind: .gpVideo),
            Expected(patient: "Mogens Petersen", telephone: "21 44 55 66", inMinutes: 5, with: [], kind: .gpVideo),
            Expected(
                patient: "Fatima Haddad", telephone: "22 77 88 99", inMinutes: 5, with: ["mikkel"], kind: .gpVideo),
            Expected(
                patient: "Niels Østergaard", telephone: "23 12 34 56", inMinutes: -20, with: ["anna"],
                kind: .annualReview),
            Expected(
                patient: "Inger Thomsen", telephone: "24 65 43 21", inMinutes: 45, with: ["anna"], kind: .talkTherapy),
            Expected(
                patient: "Oliver Winther", telephone: "25 98 76 54", inMinutes: 60, with: ["mikkel"], kind: .gpVideo),
        ])

    static let physiotherapists = DemonstrationPlan(
        clinic: Clinic(
            id: ID("c-demo-fys"), name: "Åens Fysioterapi", telephone: "70 40 50 60",
            texts: ClinicTexts(
                greeting: "Velkommen. Stil telefonen, så hele kroppen kan ses.",
                urgent: "Ring 112 ved livstruende sygdom."),
            support: SupportContact(name: "Åens Fysioterapi", telephone: "70 40 50 61"),
            settlement: SettlementProfile(specialty: "51", ydernummer: "012345", dataProtectionConfirmed: true)),
        people: [
            Person(signIn: "frida", name: "Fysioterapeut Frida Skov", role: .clinician, manages: true),
            Person(signIn: "per", name: "Per Vang", role: .secretary),
        ],
        visits: [
            Expected(
                patient: "Jytte Krogh", telephone: "26 10 20 30", inMinutes: 5, with: ["frida"], kind: .physiotherapy)
        ])
}
