/// Why a session description is not accepted; the raw value is the word for the language files and the counters.
public enum OfferRefusal: String, Error, Sendable, CaseIterable {
    /// More bytes than any browser writes.
    case tooLarge = "offer-too-large"
    /// More lines, more media lines, or more entries in one of them than any browser writes.
    case tooMany = "offer-too-many-parts"
    /// Not a session description at all, or a line that cannot be read (RFC 8866).
    case malformed = "offer-malformed"
    /// No line of sound or picture in it.
    case noMedia = "offer-no-media"
    /// A line of sound without Opus, or of picture without VP8 and H.264.
    case noCodecs = "offer-no-codecs"
    /// RTCP beside RTP on one port is the only way here (RFC 8834 section 4.5).
    case noRtcpMux = "offer-no-rtcp-mux"
    /// All lines over one transport is the only way here (RFC 9143).
    case noBundle = "offer-no-bundle"
    /// Not `UDP/TLS/RTP/SAVPF`, so not encrypted as WebRTC demands (RFC 8827).
    case notEncrypted = "offer-not-encrypted"
    case noFingerprint = "offer-no-fingerprint"
    /// A fingerprint that is not SHA-256 in 32 pairs of hex digits (RFC 8122 section 5).
    case fingerprintForm = "offer-fingerprint-form"
    case noIce = "offer-no-ice"
    /// A user fragment under 4 or a password under 22 characters, or such as ICE does not allow (RFC 8839 section
    /// 5.4).
    case iceForm = "offer-ice-form"
    /// A DTLS role that leaves us none: the server is always passive (RFC 8842).
    case setup = "offer-setup"
}
