import COpenSSL
import MediaEngine
import MediaWire

/// A DTLS 1.2 session of OpenSSL between two memory buffers.
final class OpenSslDtls: DtlsSession {
    private let session: OpaquePointer
    /// Owned by the session.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private(set) var state = DtlsState.handshaking
    /// Something of ours has been sent.
    private var hasSpoken = false

    /// Below what any path carries, with room for the headers of a tunnel.
    private static let mtu = 1_200

    init?(_ context: OpaquePointer, _ role: DtlsRole) {
        guard let session = SSL_new(context) else { return nil }
        guard let incoming = BIO_new(BIO_s_mem()) else {
            SSL_free(session)
            return nil
        }
        guard let outgoing = BIO_new(BIO_s_mem()) else {
            BIO_free(incoming)
            SSL_free(session)
            return nil
        }
        self.session = session
        self.incoming = incoming
        self.outgoing = outgoing
        venterum_never_ends(incoming)
        venterum_never_ends(outgoing)
        SSL_set_bio(session, incoming, outgoing)
        venterum_use_mtu(session, Self.mtu)
        venterum_use_quick_timer(session)
        if role == .server { SSL_set_accept_state(session) } else { SSL_set_connect_state(session) }
    }

    deinit { SSL_free(session) }

    func start() { advance() }

    func receive(_ datagram: UnsafeRawBufferPointer) {
        // OpenSSL would not discard the other records (RFC 6347 section 4.1.2.7). It answers what is too short with a fatal
        // alert, with which any stranger could end a call; and of a record of another version it drops the header alone, and
        // reads what was in it as the next one.
        let length = DtlsRecords.soundLength(of: datagram, hasSpoken: hasSpoken)
        guard length > 0 else { return }
        // The buffer would join datagrams: each is given alone, and what is left of it forgotten.
        venterum_reset(incoming)
        guard BIO_write(incoming, datagram.baseAddress, Int32(truncatingIfNeeded: length)) > 0 else { return }
        advance()
        venterum_reset(incoming)
    }

    private func advance() {
        ERR_clear_error()
        switch state {
        case .handshaking:
            let result = SSL_do_handshake(session)
            if result == 1 {
                state = .established
            } else {
                note(SSL_get_error(session, result))
            }
        case .established:
            // Nobody sends data here; reading answers repeated handshake messages and notices a goodbye.
            var scratch: UInt8 = 0
            let result = SSL_read(session, &scratch, 1)
            if result <= 0 { note(SSL_get_error(session, result)) }
        case .closed, .failed:
            return
        }
    }

    private func note(_ error: Int32) {
        switch error {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE, SSL_ERROR_NONE: return
        case SSL_ERROR_ZERO_RETURN: state = .closed
        // After the handshake a broken record proves nothing: anybody on the way can make one.
        default: if state == .handshaking { state = .failed }
        }
        ERR_clear_error()
    }

    func nextDatagram(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        var start: UnsafeMutablePointer<CChar>?
        let pending = Int(venterum_pending_bytes(outgoing, &start))
        guard let start, pending > 0 else { return nil }
        // Whole records, as many as one datagram carries.
        let bytes = UnsafeRawBufferPointer(start: start, count: pending)
        var length = 0
        while pending - length >= DtlsRecords.headerLength {
            let record = DtlsRecords.headerLength + Int(bytes[length + 11]) << 8 + Int(bytes[length + 12])
            guard length + record <= min(pending, buffer.count), length == 0 || length + record <= Self.mtu
            else { break }
            length += record
        }
        guard length > 0 else {
            venterum_reset(outgoing)
            return nil
        }
        let taken = BIO_read(outgoing, buffer.baseAddress, Int32(truncatingIfNeeded: length))
        if taken > 0 { hasSpoken = true }
        return taken > 0 ? Int(taken) : nil
    }

    var timeoutUs: Int64? {
        guard state == .handshaking else { return nil }
        let left = venterum_dtls_timeout_us(session)
        return left < 0 ? nil : Int64(left)
    }

    func handleTimeout() {
        if state == .handshaking, venterum_dtls_handle_timeout(session) < 0 { state = .failed }
    }

    func keys() -> SrtpMasterKeys? {
        guard state == .established, let chosen = SSL_get_selected_srtp_profile(session) else { return nil }
        let profile: SrtpProfile
        switch Int32(truncatingIfNeeded: Int(chosen.pointee.id)) {
        case SRTP_AEAD_AES_128_GCM: profile = .aes128Gcm
        case SRTP_AES128_CM_SHA1_80: profile = .aes128CmSha1_80
        default: return nil
        }
        let label = "EXTRACTOR-dtls_srtp"
        var exported = [UInt8](repeating: 0, count: 2 * (profile.keyLength + profile.saltLength))
        guard
            SSL_export_keying_material(
                session, &exported, exported.count, label, label.utf8.count, nil, 0, 0) == 1
        else { return nil }
        return SrtpMasterKeys(profile, exported: exported)
    }

    var peerFingerprint: Fingerprint? {
        guard let certificate = SSL_get1_peer_certificate(session) else { return nil }
        defer { X509_free(certificate) }
        return Certificate.fingerprint(of: certificate)
    }

    func close() {
        if state == .established {
            ERR_clear_error()
            SSL_shutdown(session)
        }
        state = .closed
    }
}
