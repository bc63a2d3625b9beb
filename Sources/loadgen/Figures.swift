import Foundation

/// What a scenario measured.
enum Figures {
    /// Prints one record as a line of JSON; nothing was measured where the value is not finite.
    static func tell(_ name: String, _ value: Double, _ unit: String) {
        let digits = abs(value) < 100 ? 2 : 0
        let said = value.isFinite ? String(format: "%.\(digits)f", value) : "null"
        print("{\"name\": \"\(name)\", \"value\": \(said), \"unit\": \"\(unit)\"}")
    }

    /// Says how it goes, for the one who watches.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// The value below which this share of all lies; nil without values.
    static func quantile(_ share: Double, _ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[min(values.count - 1, Int(share * Double(values.count)))]
    }
}

/// What a process has taken of the machine, from /proc.
struct ServerUsage {
    /// Seconds of processor time, in user mode and in the kernel.
    let cpuSeconds: Double
    /// The part of it that the media threads took.
    let mediaSeconds: Double
    /// Bytes in memory.
    let residentBytes: Int

    /// The name that the server gives its media threads.
    private static let mediaThread = "media"

    /// Throws when there is no such process.
    init(pid: Int32) throws {
        let all = try Self.read("/proc/\(pid)/stat")
        cpuSeconds = all.cpuSeconds
        residentBytes = all.pages * sysconf(Int32(_SC_PAGESIZE))
        mediaSeconds = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
            // A thread may have ended meanwhile.
            .compactMap { try? Self.read("/proc/\(pid)/task/\($0)/stat") }
            .filter { $0.name == Self.mediaThread }.reduce(0) { $0 + $1.cpuSeconds }
    }

    private static func read(_ path: String) throws -> (name: Substring, cpuSeconds: Double, pages: Int) {
        let stat = try String(contentsOfFile: path, encoding: .utf8)
        // The name in parentheses may hold blanks and parentheses; the fields are counted from behind it.
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")") else {
            throw LoadFailure("\(path) cannot be read")
        }
        let fields = stat[close...].dropFirst().split(separator: " ")
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { throw LoadFailure("\(path) cannot be read") }
        // USER_HZ is 100 on Linux, whatever the kernel's own tick.
        return (stat[stat.index(after: open)..<close], (user + system) / 100, pages)
    }
}

/// Why a scenario could not be carried out.
struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
