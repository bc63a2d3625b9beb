import COpenSSL
import Foundation
import NIOSSL

/// The certificate that the pages are served with.
struct ServerCertificate {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    static func files(chain: String, key: String) throws -> ServerCertificate {
        do {
            return ServerCertificate(
                chain: try NIOSSLCertificate.fromPEMFile(chain), key: try NIOSSLPrivateKey(file: key, format: .pem))
        } catch {
            throw StartFailure("the certificate \(chain) or its key \(key) cannot be read: \(error)", status: 78)
        }
    }

    /// Made on the spot, for this start alone: a browser asks once whether to trust it. Names this host and every
    /// address of its interfaces, since a telephone reaches it by address.
    static func selfSigned() throws -> ServerCertificate {
        guard let made = SelfSigned.pem(for: LocalAddresses.all()) else {
            throw StartFailure("a self-signed certificate could not be made.", status: 70)
        }
        return ServerCertificate(
            chain: [try NIOSSLCertificate(bytes: Array(made.certificate.utf8), format: .pem)],
            key: try NIOSSLPrivateKey(bytes: Array(made.key.utf8), format: .pem))
    }
}

/// X.509 by OpenSSL: ECDSA on P-256, thirty days.
enum SelfSigned {
    static func pem(for addresses: [String]) -> (certificate: String, key: String)? {
        guard let key = newKey(), let certificate = X509_new() else { return nil }
        defer {
            EVP_PKEY_free(key)
            X509_free(certificate)
        }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int(UInt32.random(in: 1...UInt32.max)))
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3_600)
        X509_gmtime_adj(X509_getm_notAfter(certificate), 30 * 24 * 3_600)
        X509_set_pubkey(certificate, key)
        let name = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(name, "CN", 0x1000 | 1, "venterum", -1, -1, 0)
        X509_set_issuer_name(certificate, name)
        let names = (["DNS:localhost"] + addresses.map { "IP:\($0)" }).joined(separator: ",")
        guard let extensionOfNames = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, names) else { return nil }
        X509_add_ext(certificate, extensionOfNames, -1)
        X509_EXTENSION_free(extensionOfNames)
        guard X509_sign(certificate, key, EVP_sha256()) > 0,
            let certificateText = text({ PEM_write_bio_X509($0, certificate) }),
            let keyText = text({ PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) })
        else { return nil }
        return (certificateText, keyText)
    }

    private static func newKey() -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) > 0,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) > 0,
            EVP_PKEY_keygen(context, &key) > 0
        else { return nil }
        return key
    }

    private static func text(_ write: (OpaquePointer) -> Int32) -> String? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard write(bio) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = BIO_read(bio, &buffer, Int32(buffer.count))
        return count > 0 ? String(decoding: buffer[0..<Int(count)], as: UTF8.self) : nil
    }
}

/// The addresses of this host's interfaces.
enum LocalAddresses {
    static func all() -> [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: [String] = []
        var next = first
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET)
            else { continue }
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            guard getnameinfo(address, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0
            else { continue }
            addresses.append(String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        return addresses
    }
}
