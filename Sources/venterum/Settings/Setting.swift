import Configuration

/// One thing that the operator may decide: its name, what is allowed, and what it means.
///
/// The name has three spellings, as the providers of the configuration spell it: `media.port` in the file is
/// `--media-port` as a flag and `VENTERUM_MEDIA_PORT` in the environment.
struct Setting: Sendable {
    enum Allowed: Sendable {
        case text(example: String)
        case number(ClosedRange<Int>)
        case choice([String])
        case flag
    }

    /// Dotted, lower case.
    let name: String
    let allowed: Allowed
    /// What holds when nobody says anything; empty for "not set".
    let usual: String
    let meaning: String

    var key: ConfigKey { ConfigKey(name) }
    var flag: String { "--" + name.split(separator: ".").joined(separator: "-") }
    var variable: String { Self.prefix + name.uppercased().split(separator: ".").joined(separator: "_") }

    static let prefix = "VENTERUM_"

    /// What may stand there, in words.
    var allowedText: String {
        switch allowed {
        case .text(let example): "text, such as \(example)"
        case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): words.joined(separator: ", ")
        case .flag: "true or false"
        }
    }

    /// Whether the value may stand there.
    func allows(_ value: String) -> Bool {
        switch allowed {
        case .text: true
        case .number(let range): Int(value).map(range.contains) ?? false
        case .choice(let words): words.contains(value)
        case .flag: value == "true" || value == "false"
        }
    }
}

extension Setting {
    static let config = Setting(
        name: "config", allowed: .text(example: "/etc/venterum.json"), usual: "",
        meaning: "The configuration file (JSON). Flags go before the environment, the environment before the file.")
    static let address = Setting(
        name: "address", allowed: .text(example: "127.0.0.1"), usual: "0.0.0.0",
        meaning: "The address that the pages are served on.")
    static let port = Setting(
        name: "port", allowed: .number(1...65_535), usual: "8080", meaning: "The TCP port of the pages.")
    static let data = Setting(
        name: "data", allowed: .text(example: "/var/lib/venterum"), usual: "data",
        meaning: "The folder of the database; made when it is missing, readable by its owner alone.")
    static let publicAddress = Setting(
        name: "public.address", allowed: .text(example: "https://video.clinic.example"), usual: "",
        meaning: "Where patients reach the pages; links begin with it. Not set: the host by which a request came.")
    static let tls = Setting(
        name: "tls", allowed: .choice(["off", "self-signed", "files"]), usual: "off",
        meaning: "`self-signed` makes a certificate on the spot, for trying it out on telephones; `files` reads "
            + "`certificate.chain` and `certificate.key`; `off` is for a proxy in front that has TLS.")
    static let certificateChain = Setting(
        name: "certificate.chain", allowed: .text(example: "/etc/ssl/clinic.pem"), usual: "",
        meaning: "The certificate and those above it, PEM. Only with `tls` `files`.")
    static let certificateKey = Setting(
        name: "certificate.key", allowed: .text(example: "/etc/ssl/clinic.key"), usual: "",
        meaning: "The certificate's private key, PEM. Only with `tls` `files`.")
    static let behindProxy = Setting(
        name: "behind.proxy", allowed: .flag, usual: "false",
        meaning: "A proxy in front writes the client's address into `x-forwarded-for` and has TLS; "
            + "its last entry is believed.")
    static let mediaBind = Setting(
        name: "media.bind", allowed: .text(example: "0.0.0.0"), usual: "0.0.0.0",
        meaning: "The address that sound and picture are received on.")
    static let mediaAddresses = Setting(
        name: "media.addresses", allowed: .text(example: "203.0.113.7,2001:db8::7"), usual: "",
        meaning: "The addresses by which browsers reach this host for sound and picture, with commas between. Not set: "
            + "those of the host's network interfaces.")
    static let mediaPort = Setting(
        name: "media.port", allowed: .number(1...65_535), usual: "8082",
        meaning: "The UDP port of the first media thread; each further thread has the next one.")
    static let mediaTcpPort = Setting(
        name: "media.tcp.port", allowed: .number(0...65_535), usual: "",
        meaning: "The TCP port of the first media thread, for networks that let no UDP pass; each further thread has "
            + "the next one. Not set: the number of `media.port`, unless it is taken. 0: none.")
    static let mediaThreads = Setting(
        name: "media.threads", allowed: .number(1...64), usual: "1",
        meaning: "Media threads, each with a port of its own; one carries the calls of several clinics.")
    static let turnUris = Setting(
        name: "turn.uris", allowed: .text(example: "turns:relay.clinic.example:443?transport=tcp"), usual: "",
        meaning: "Where browsers reach a TURN relay, for networks that let nothing pass but TLS on 443, with commas "
            + "between. Only with `turn.secret`.")
    static let turnSecret = Setting(
        name: "turn.secret", allowed: .text(example: "64 random characters"), usual: "",
        meaning: "The secret shared with the relay (coturn: `static-auth-secret`). Put it into the file or the "
            + "environment, where other users of the host do not see it.")
    static let logLevel = Setting(
        name: "log.level", allowed: .choice(["trace", "debug", "info", "notice", "warning", "error"]), usual: "notice",
        meaning: "How much is logged. Nothing personal is, at any level.")
    static let guesses = Setting(
        name: "limits.guesses", allowed: .number(1...100_000), usual: "60",
        meaning: "Unknown links and wrong keys that one address may try in ten minutes.")
    static let tests = Setting(
        name: "limits.tests", allowed: .number(1...100_000), usual: "60",
        meaning: "Connections to the public test page that one address may make in ten minutes.")
    static let requests = Setting(
        name: "limits.requests", allowed: .number(1...100_000), usual: "10",
        meaning: "Requests for a video visit that one address may send on the clinics' pages in ten minutes.")
    static let tariffs = Setting(
        name: "tariffs", allowed: .text(example: "/etc/venterum-tariffs.csv"), usual: "",
        meaning: "A tariff file of your own for the amounts of settlements (CSV, as `docs/settlement.md` describes it); "
            + "checked at the start. Not set: the shipped one.")

    static let metricsToken = Setting(
        name: "metrics.token", allowed: .text(example: "the output of openssl rand -hex 20"), usual: "",
        meaning: "What Prometheus shows as its bearer token to read `/metrics`; at least 16 characters. Not set: there "
            + "is no such page.")
    static let measuring = Setting(
        name: "measuring", allowed: .flag, usual: "false",
        meaning: "Opens rooms without visits at the test page's address to everybody, for the load generators of the "
            + "bench; a demonstration's clock can then be set forward, too. Never where patients are.")

    /// All of them, in the order of the documents.
    static let all = [
        config, address, port, data, publicAddress, tls, certificateChain, certificateKey, behindProxy, mediaBind,
        mediaAddresses, mediaPort, mediaTcpPort, mediaThreads, turnUris, turnSecret, logLevel, guesses,
        tests, requests, tariffs, metricsToken, measuring,
    ]
}
