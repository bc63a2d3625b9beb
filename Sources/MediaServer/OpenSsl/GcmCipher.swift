import COpenSSL
import MediaEngine

/// AES-128-GCM in place, for SRTP and SRTCP (RFC 7714).
final class GcmCipher: PacketCipher {
    private let context: OpaquePointer
    /// SRTCP authenticates its index as well; the rollover counter of SRTP is in the vector already.
    private let isControl: Bool

    private static let tagLength: Int32 = 16

    init?(_ direction: CipherDirection, key: [UInt8], isControl: Bool) {
        guard key.count == 16, let context = EVP_CIPHER_CTX_new() else { return nil }
        let encrypts: Int32 = direction == .seal ? 1 : 0
        guard EVP_CipherInit_ex(context, EVP_aes_128_gcm(), nil, key, nil, encrypts) == 1 else {
            EVP_CIPHER_CTX_free(context)
            return nil
        }
        self.context = context
        self.isControl = isControl
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    private func begin(
        _ bytes: UnsafeMutablePointer<UInt8>, clear: Int, _ iv: UnsafeRawPointer, _ suffix: UInt32
    ) -> Bool {
        var done: Int32 = 0
        let vector = iv.assumingMemoryBound(to: UInt8.self)
        guard EVP_CipherInit_ex(context, nil, nil, nil, vector, -1) == 1,
            EVP_CipherUpdate(context, nil, &done, bytes, Int32(truncatingIfNeeded: clear)) == 1
        else { return false }
        guard isControl else { return true }
        return withUnsafeBytes(of: suffix.bigEndian) { word in
            EVP_CipherUpdate(context, nil, &done, word.baseAddress?.assumingMemoryBound(to: UInt8.self), 4) == 1
        }
    }

    func seal(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        var done: Int32 = 0
        let count = Int32(truncatingIfNeeded: length - clear)
        return begin(bytes, clear: clear, iv, suffix)
            && EVP_CipherUpdate(context, bytes + clear, &done, bytes + clear, count) == 1
            && EVP_CipherFinal_ex(context, bytes + length, &done) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Self.tagLength, tag) == 1
    }

    func open(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        var done: Int32 = 0
        let count = Int32(truncatingIfNeeded: length - clear)
        return begin(bytes, clear: clear, iv, suffix)
            && EVP_CipherUpdate(context, bytes + clear, &done, bytes + clear, count) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Self.tagLength, tag) == 1
            && EVP_CipherFinal_ex(context, bytes + length, &done) == 1
    }
}
