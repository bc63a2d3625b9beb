import COpenSSL
import MediaEngine

/// AES-128 in counter mode with a message code of HMAC-SHA1, 80 bits of it (RFC 3711 section 4.1.1 and 4.2.1).
final class CounterCipher: PacketCipher {
    private let cipher: OpaquePointer
    private let code: OpaquePointer
    private let codeBytes: UnsafeMutablePointer<UInt8>

    private static let codeLength = 20
    private static let tagLength = 10

    init?(key: [UInt8], authenticationKey: [UInt8]) {
        guard key.count == 16, authenticationKey.count == 20, let cipher = EVP_CIPHER_CTX_new() else { return nil }
        guard EVP_CipherInit_ex(cipher, EVP_aes_128_ctr(), nil, key, nil, 1) == 1,
            let code = HmacSha1Context.make(authenticationKey)
        else {
            EVP_CIPHER_CTX_free(cipher)
            return nil
        }
        self.cipher = cipher
        self.code = code
        codeBytes = .allocate(capacity: Self.codeLength)
    }

    deinit {
        EVP_CIPHER_CTX_free(cipher)
        EVP_MAC_CTX_free(code)
        codeBytes.deallocate()
    }

    /// Encryption and decryption are the same in counter mode.
    private func crypt(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ iv: UnsafeRawPointer) -> Bool {
        var done: Int32 = 0
        return EVP_CipherInit_ex(cipher, nil, nil, nil, iv.assumingMemoryBound(to: UInt8.self), -1) == 1
            && EVP_CipherUpdate(cipher, bytes, &done, bytes, Int32(truncatingIfNeeded: count)) == 1
    }

    /// The message code over the bytes and the suffix, into `codeBytes`.
    private func authenticate(_ bytes: UnsafeMutablePointer<UInt8>, _ length: Int, _ suffix: UInt32) -> Bool {
        var done = 0
        return EVP_MAC_init(code, nil, 0, nil) == 1 && EVP_MAC_update(code, bytes, length) == 1
            && withUnsafeBytes(of: suffix.bigEndian) { word in
                EVP_MAC_update(code, word.baseAddress?.assumingMemoryBound(to: UInt8.self), 4) == 1
            }
            && EVP_MAC_final(code, codeBytes, &done, Self.codeLength) == 1
    }

    func seal(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        guard crypt(bytes + clear, length - clear, iv), authenticate(bytes, length, suffix) else { return false }
        tag.copyMemory(from: codeBytes, byteCount: Self.tagLength)
        return true
    }

    func open(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        guard authenticate(bytes, length, suffix), CRYPTO_memcmp(codeBytes, tag, Self.tagLength) == 0
        else { return false }
        return crypt(bytes + clear, length - clear, iv)
    }
}

/// A context of HMAC-SHA1 with its key set; `EVP_MAC_init` with no key begins the next message with the same one.
enum HmacSha1Context {
    static func make(_ key: [UInt8]) -> OpaquePointer? {
        guard let kind = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(kind) }
        guard let context = EVP_MAC_CTX_new(kind) else { return nil }
        var digest = Array("SHA1".utf8CString)
        // The parameter keeps both pointers, so both strings must outlive it: a literal given to the call alone would
        // be gone by the time it is read.
        let isSet = "digest".withCString { field in
            digest.withUnsafeMutableBufferPointer { name in
                let digest = OSSL_PARAM_construct_utf8_string(field, name.baseAddress, 0)
                var parameters = [digest, OSSL_PARAM_construct_end()]
                return EVP_MAC_init(context, key, key.count, &parameters) == 1
            }
        }
        if isSet { return context }
        EVP_MAC_CTX_free(context)
        return nil
    }
}
