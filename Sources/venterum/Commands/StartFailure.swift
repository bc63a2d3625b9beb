import ArgumentParser
import Foundation

/// Ends the program with one sentence on standard error.
func StartFailure(_ sentence: String, status: Int32) -> ExitCode {
    FileHandle.standardError.write(Data("venterum: \(sentence)\n".utf8))
    return ExitCode(status)
}
