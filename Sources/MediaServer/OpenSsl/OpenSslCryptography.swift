import COpenSSL
import MediaEngine
import MediaWire

/// OpenSSL 3 behind the engine's protocol; one for each media thread.
public final class OpenSslCryptography: Cryptography {
    private let context: OpaquePointer
    private let certificate: Certificate

    public var fingerprint: Fingerprint { certificate.fingerprint }

    /// Makes a key and a certificate.
    public convenience init() throws(MediaFailure) {
        guard let certificate = Certificate() else { throw MediaFailure("OpenSSL made no certificate") }
        try self.init(certificate)
    }

    init(_ certificate: Certificate) throws(MediaFailure) {
        guard let context = SSL_CTX_new(DTLS_method()) else { throw MediaFailure("OpenSSL offers no DTLS") }
        self.context = context
        self.certificate = certificate
        venterum_limit_to_dtls12(context)
        venterum_ask_for_certificate(context)
        // The first is the one that every implementation has (RFC 8827 section 6.5); `OpenSslDtls` relies on GCM.
        let ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
        guard SSL_CTX_use_certificate(context, certificate.certificate) == 1,
            SSL_CTX_use_PrivateKey(context, certificate.key) == 1,
            SSL_CTX_set_cipher_list(context, ciphers) == 1,
            // This one answers 0 for success.
            SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") == 0
        else { throw MediaFailure("OpenSSL refuses the certificate or the profiles") }
    }

    deinit { SSL_CTX_free(context) }

    public func makeDtls(_ role: DtlsRole) -> (any DtlsSession)? { OpenSslDtls(context, role) }

    public func makeCipher(
        _ profile: SrtpProfile, _ direction: CipherDirection, key: [UInt8], authenticationKey: [UInt8], isControl: Bool
    ) -> (any PacketCipher)? {
        switch profile {
        case .aes128Gcm: GcmCipher(direction, key: key, isControl: isControl)
        case .aes128CmSha1_80: CounterCipher(key: key, authenticationKey: authenticationKey)
        }
    }

    public func counterKeystream(key: [UInt8], iv: [UInt8], count: Int) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: max(0, count))
        var bytes = zeros
        guard key.count == 16, iv.count == 16, let cipher = EVP_CIPHER_CTX_new() else { return zeros }
        defer { EVP_CIPHER_CTX_free(cipher) }
        var done: Int32 = 0
        guard EVP_CipherInit_ex(cipher, EVP_aes_128_ctr(), nil, key, iv, 1) == 1,
            EVP_CipherUpdate(cipher, &bytes, &done, zeros, Int32(truncatingIfNeeded: zeros.count)) == 1
        else { return zeros }
        return bytes
    }

    public func hmacSha1(key: [UInt8], _ message: UnsafeRawBufferPointer, _ tag: UnsafeMutableRawBufferPointer) {
        guard tag.count >= 20 else { return }
        var length: UInt32 = 0
        HMAC(
            EVP_sha1(), key, Int32(truncatingIfNeeded: key.count),
            message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count,
            tag.baseAddress?.assumingMemoryBound(to: UInt8.self), &length)
    }

    public func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        // Fails only where the system has no entropy; then nothing works, and the zeros are refused by nobody.
        _ = RAND_bytes(&bytes, Int32(truncatingIfNeeded: bytes.count))
        return bytes
    }
}
