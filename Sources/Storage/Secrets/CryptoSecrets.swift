import Crypto
import CryptoExtras
import Dispatch
import UseCases

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// SHA-256 and scrypt (RFC 7914) through swift-crypto.
public struct CryptoSecrets: Secrets {
    /// How slow a password's digest is.
    public struct Cost: Sendable, Hashable {
        /// scrypt's N, a power of two; memory is 1 KiB times this with r = 8.
        public var rounds: Int
        public var parallelism: Int

        public init(rounds: Int, parallelism: Int) {
            self.rounds = rounds
            self.parallelism = parallelism
        }

        /// OWASP's second row for scrypt (2^15, 8, 3): 32 MiB and about a fifth of a second.
        public static let usual = Cost(rounds: 1 << 15, parallelism: 3)
    }

    private let cost: Cost
    private let random: any Randomness
    /// One at a time: a flood of sign-ins must take neither all memory nor the threads that serve the calls.
    private let queue = DispatchQueue(label: "venterum.passwords", qos: .utility)
    public let unmatched: String

    /// - Parameter cost: Cheaper only in tests.
    public init(random: any Randomness, cost: Cost = .usual) {
        self.random = random
        self.cost = cost
        let zeros = Data(count: 16).base64EncodedString()
        unmatched = "scrypt$\(cost.rounds)$8$\(cost.parallelism)$\(zeros)$\(Data(count: 32).base64EncodedString())"
    }

    public func digest(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: Data(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }

    public func hash(password: String) async throws -> String {
        let salt = Data(random.bytes(16))
        let cost = cost
        let key = try await slowly { try Self.derive(password, salt, cost) }
        return "scrypt$\(cost.rounds)$8$\(cost.parallelism)$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    public func verify(password: String, hash: String) async -> Bool {
        let parts = hash.split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt", parts[2] == "8", let rounds = Int(parts[1]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let expected = Data(base64Encoded: String(parts[5])), (1...(1 << 20)).contains(rounds),
            rounds & (rounds - 1) == 0, (1...16).contains(parallelism)
        else { return false }
        let cost = Cost(rounds: rounds, parallelism: parallelism)
        guard let key = try? await slowly({ try Self.derive(password, salt, cost) }) else { return false }
        guard key.count == expected.count else { return false }
        // Compared without stopping at the first difference.
        return zip(key, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: Data, _ cost: Cost) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: 8,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes { Data($0) }
    }

    private func slowly<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
