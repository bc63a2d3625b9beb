import COpenSSL
import MediaWire

/// An ECDSA P-256 key and a certificate over it, made when the server starts and never written down.
///
/// Nobody trusts the certificate itself: the answer carries its fingerprint over HTTPS.
final class Certificate {
    let key: OpaquePointer
    let certificate: OpaquePointer
    let fingerprint: Fingerprint

    /// Browsers refuse a certificate that is not yet valid; clocks differ by a day at most.
    private static let dayInSeconds = 86_400

    init?() {
        guard let key = venterum_make_p256_key() else { return nil }
        guard let certificate = Self.make(key), let digest = Self.fingerprint(of: certificate) else {
            EVP_PKEY_free(key)
            return nil
        }
        self.key = key
        self.certificate = certificate
        fingerprint = digest
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    private static func make(_ key: OpaquePointer) -> OpaquePointer? {
        guard let certificate = X509_new() else { return nil }
        var serial: UInt64 = 0
        withUnsafeMutableBytes(of: &serial) { _ = RAND_bytes($0.baseAddress?.assumingMemoryBound(to: UInt8.self), 8) }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1)
        venterum_set_lifetime(certificate, -dayInSeconds, 400 * dayInSeconds)
        let name = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, "venterum", -1, -1, 0)
        X509_set_issuer_name(certificate, name)
        guard X509_set_pubkey(certificate, key) == 1, X509_sign(certificate, key, EVP_sha256()) > 0 else {
            X509_free(certificate)
            return nil
        }
        return certificate
    }

    /// SHA-256 over a certificate (RFC 8122 section 5).
    static func fingerprint(of certificate: OpaquePointer) -> Fingerprint? {
        var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard X509_digest(certificate, EVP_sha256(), &bytes, &count) == 1 else { return nil }
        return Fingerprint(bytes: bytes.prefix(Int(count)))
    }
}
