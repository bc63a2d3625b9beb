import Foundation
import Kernel

/// Times as a reader in Denmark says them.
struct LocalTime: Sendable {
    let language: Language

    /// Denmark's clock, whatever the server's.
    static let zone = TimeZone(identifier: "Europe/Copenhagen") ?? .gmt

    /// "09.40", in English "09:40".
    func clock(_ at: Instant) -> String { text(at, language == .da ? "HH.mm" : "HH:mm") }

    func clockWithSeconds(_ at: Instant) -> String { text(at, language == .da ? "HH.mm.ss" : "HH:mm:ss") }

    /// "fredag den 21. november".
    func day(_ at: Instant) -> String { text(at, language == .da ? "EEEE 'den' d. MMMM" : "EEEE d MMMM") }

    func dayAndYear(_ at: Instant) -> String {
        text(at, language == .da ? "EEEE 'den' d. MMMM yyyy" : "EEEE d MMMM yyyy")
    }

    /// "november 2026".
    func month(_ at: Instant) -> String { text(at, "MMMM yyyy") }

    /// "2026-11-21", for forms.
    static func date(_ at: Instant) -> String { LocalTime(language: .en).text(at, "yyyy-MM-dd") }

    /// The instant of a form's date and time of day in Denmark; nil when they are none.
    static func instant(date: String, time: String = "00:00") -> Instant? {
        let numbers = "\(date)-\(time.replacingOccurrences(of: ":", with: "-"))".split(separator: "-").map { Int($0) }
        guard numbers.count >= 5, let year = numbers[0], let month = numbers[1], let day = numbers[2],
            let hour = numbers[3], let minute = numbers[4], (1...12).contains(month), (1...31).contains(day),
            (2000...2200).contains(year), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute)
        return calendar.date(from: parts).map { Instant(ms: Int64($0.timeIntervalSince1970 * 1_000)) }
    }

    /// Minutes after midnight of a form's time of day, "08:30"; nil when it is none.
    static func minutes(_ time: String?) -> Int? {
        let parts = (time ?? "").split(separator: ":").compactMap { Int($0) }
        guard parts.count >= 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }

    /// "12 min 5 s".
    func span(_ ms: Int64) -> String {
        let seconds = max(0, ms) / 1_000
        let hours = seconds / 3_600
        let minutes = seconds / 60 % 60
        if hours > 0 { return "\(hours) \(language == .da ? "t" : "h") \(minutes) min" }
        return minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
    }

    func text(_ at: Instant, _ format: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: language == .da ? "da_DK" : "en_GB")
        formatter.timeZone = Self.zone
        formatter.dateFormat = format
        return formatter.string(from: Date(timeIntervalSince1970: Double(at.ms) / 1_000))
    }
}
