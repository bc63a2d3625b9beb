import ArgumentParser
import Glibc
import Kernel
import Settlements

/// A file that cannot be read, and why.
struct InputFault: Error, CustomStringConvertible {
    let file: String
    let cause: String

    init(_ file: String, cause: Int32) {
        self.file = file
        self.cause = String(cString: strerror(cause))
    }

    var description: String { "\(file): \(cause)" }
}

/// Bytes of a file or of standard input, piece by piece.
final class Input {
    private let file: String
    private let descriptor: Int32

    init(_ file: String) throws {
        self.file = file
        descriptor = file == "-" ? 0 : open(file, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw InputFault(file, cause: errno) }
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// Empty at the end.
    func read(atMost count: Int) throws -> [UInt8] {
        let descriptor = descriptor
        var cause: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            var got = Glibc.read(descriptor, buffer.baseAddress, count)
            while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, count) }
            if got < 0 { cause = errno }
            length = max(got, 0)
        }
        if cause != 0 { throw InputFault(file, cause: cause) }
        return bytes
    }

    /// The whole of a small file.
    static func whole(_ file: String) throws -> [UInt8] {
        let input = try Input(file)
        var bytes: [UInt8] = []
        while true {
            let piece = try input.read(atMost: 1 << 16)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }
}

enum StandardOutput {
    /// Writes all and empties `bytes`; the room in it is kept.
    static func write(_ bytes: inout [UInt8]) throws {
        var from = 0
        while from < bytes.count {
            let sent = bytes.withUnsafeBytes { Glibc.write(1, $0.baseAddress.map { $0 + from }, $0.count - from) }
            if sent < 0 {
                if errno == EINTR { continue }
                throw InputFault("standard output", cause: errno)
            }
            from += sent
        }
        bytes.removeAll(keepingCapacity: true)
    }
}

enum StandardError {
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}

/// Danish time, from the operating system's tz database.
enum ZoneFile {
    /// Europe/Copenhagen. A missing file is a failure at start: UTC in silence would settle evenings as daytime.
    static func copenhagen() throws -> CivilZone {
        let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        let file = folder + "/Europe/Copenhagen"
        do {
            return try CivilZone(tzif: Input.whole(file))
        } catch let fault as InputFault {
            StandardError.say(
                "The zone file of Europe/Copenhagen cannot be read (\(fault)); install the package tzdata.")
        } catch let ZoneFileFault.unreadable(cause) {
            StandardError.say("The zone file \(file) is no zone file: \(cause); install the package tzdata again.")
        }
        throw ExitCode(66)
    }
}

/// Tariffs and settings by their files; a fault is told with its line, and the command ends with 65 or 66.
enum SettlementFiles {
    static func tariffs(_ file: String?) throws -> Tariffs {
        guard let file else { return try Tariffs.shipped() }
        return try load(file) { bytes throws(FileFault) in try TariffFile.read(bytes) }
    }

    static func settings(_ file: String?) throws -> Settings {
        guard let file else { return Settings() }
        return try load(file) { bytes throws(FileFault) in try SettingsFile.read(bytes) }
    }

    private static func load<Value>(_ file: String, _ read: ([UInt8]) throws(FileFault) -> Value) throws -> Value {
        do {
            return try read(Input.whole(file))
        } catch let fault as InputFault {
            StandardError.say(fault.description)
            throw ExitCode(66)
        } catch let fault as FileFault {
            StandardError.say("\(file): \(fault.description)")
            throw ExitCode(65)
        }
    }
}
