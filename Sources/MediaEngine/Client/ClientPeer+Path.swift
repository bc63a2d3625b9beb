import MediaWire

extension ClientPeer {
    static func makeCredentials(_ crypto: any Cryptography) -> IceCredentials {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let text = crypto.randomBytes(32).map { letters[Int($0 & 63)] }
        return IceCredentials(fragment: String(text[..<8]), password: String(text[8...]))
    }

    /// The network has changed: a browser checks at once from where it is now.
    public func checkPath(nowUs: Int64) {
        checkDueUs = nowUs
        turn(nowUs: nowUs)
    }

    /// Begins an ICE restart (RFC 8445 section 9): new credentials, the same transport. Gives the offer.
    public func restart() -> String {
        local = Self.makeCredentials(crypto)
        return OfferDraft(ice: local, fingerprint: crypto.fingerprint, lines: lines).text
    }

    /// Takes the answer to the offer of a restart and checks the path with it at once.
    public func acceptRestart(_ answer: String, nowUs: Int64) throws(OfferRefusal) {
        let session = try SessionDescription(parsing: answer)
        guard let line = session.media.first(where: { !$0.isRefused }), let ice = line.ice else { throw .noIce }
        guard let fingerprint = line.fingerprints.first, fingerprint == theirFingerprint else { throw .noFingerprint }
        remote = ice
        checkPath(nowUs: nowUs)
    }
}
