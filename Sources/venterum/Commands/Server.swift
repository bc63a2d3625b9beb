import Database
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Kernel
import Logging
import MediaServer
import NIOCore
import NIOSSL
import Settlements
import Storage
import UseCases
import Web

/// The whole server, wired: database, media, pages.
struct Server {
    let acts: Acts
    /// How one on this machine reaches the pages.
    let localAddress: String
    /// What is to be done once the pages are served.
    let whenServing: WhenServing
    private let application: any ApplicationProtocol
    private let media: MediaServer

    /// - Parameter isDemonstration: Nobody is treated here; with the setting `measuring` besides, the clock can be set
    ///   forward.
    init(_ settings: OperatorSettings, isDemonstration: Bool = false) async throws {
        var log = Logger(label: "venterum")
        log.logLevel = Logger.Level(rawValue: settings.text(.logLevel)) ?? .notice
        let isMovable = isDemonstration && settings.flag(.measuring)
        let clock: any WallClock = isMovable ? DemonstrationClock() : SystemClock()
        let random = SystemRandomness()
        // Before anything is made: a server that will not start leaves nothing behind.
        let tariffs = try Self.tariffs(settings)
        let store = try await Self.store(in: settings.text(.data), at: clock.now())
        media = try Self.media(settings)
        if media.tcpPorts.isEmpty, settings.optional(.mediaTcpPort) != "0" {
            log.warning("no TCP port for sound and picture: it is taken; set media.tcp.port")
        }
        let isSecure = settings.text(.tls) != "off"
        whenServing = WhenServing()
        let whenServing = whenServing
        let outside = Outside(
            clock: clock, random: random, secrets: CryptoSecrets(random: random), store: store,
            media: MediaServerRooms(server: media),
            proposer: Proposer(zone: try ZoneFile.copenhagen(), tariffs: tariffs),
            relay: try Self.relay(settings),
            metrics: { [media] in await media.counters().families })
        (acts, application) = try await buildApplication(
            outside,
            settings: WebSettings(
                publicAddress: settings.optional(.publicAddress), isSecure: isSecure || settings.flag(.behindProxy),
                behindProxy: settings.flag(.behindProxy), testsPerAddress: settings.number(.tests),
                guessesPerAddress: settings.number(.guesses),
                requestsPerAddress: settings.number(.requests), measuring: settings.flag(.measuring),
                metricsToken: try Self.metricsToken(settings)),
            address: .hostname(settings.text(.address), port: settings.number(.port)),
            server: try Self.transport(settings), onServerRunning: { await whenServing.now() }, logger: log)
        localAddress = settings.optional(.publicAddress)
            ?? (isSecure ? "https" : "http") + "://localhost:\(settings.number(.port))"
    }

    /// Serves until the process is told to stop (SIGINT, SIGTERM).
    func run() async throws {
        do { try await application.runService() } catch let error as IOError {
            throw StartFailure("the pages cannot be served: \(error.description)", status: 69)
        }
        await media.shutdown()
    }

    private static func store(in folder: String, at now: Instant) async throws -> SQLStore {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return try await SQLStore(SQLiteDatabase(path: folder + "/venterum.sqlite"), at: now)
        } catch {
            throw StartFailure("the database in the folder \(folder) cannot be opened: \(error)", status: 73)
        }
    }

    /// A token that can be guessed would open the page to the world.
    private static func metricsToken(_ settings: OperatorSettings) throws -> String? {
        guard let token = settings.optional(.metricsToken) else { return nil }
        guard token.utf8.count >= 16 else {
            throw StartFailure("metrics.token: it takes at least 16 characters.", status: 78)
        }
        return token
    }

    /// The operator's own file, or the shipped one; a file with a fault is refused, and nothing is served.
    private static func tariffs(_ settings: OperatorSettings) throws -> Tariffs {
        guard let file = settings.optional(.tariffs) else { return try Tariffs.shipped() }
        do { return try TariffFile.read(Input.whole(file)) } catch let fault as InputFault {
            throw StartFailure("tariffs: the file \(fault)", status: 78)
        } catch let fault as FileFault {
            throw StartFailure("tariffs: \(file): \(fault.description)", status: 78)
        }
    }

    private static func relay(_ settings: OperatorSettings) throws -> TurnRelay? {
        let uris = settings.list(.turnUris)
        guard !uris.isEmpty || settings.optional(.turnSecret) != nil else { return nil }
        guard !uris.isEmpty, let secret = settings.optional(.turnSecret) else {
            throw StartFailure("turn.uris and turn.secret are needed together.", status: 78)
        }
        if let wrong = uris.first(where: { !TurnRelay.isSound($0) }) {
            throw StartFailure("turn.uris: “\(wrong)” is no address of a relay.", status: 78)
        }
        return TurnRelay(uris: uris, secret: secret)
    }

    private static func media(_ settings: OperatorSettings) throws -> MediaServer {
        do {
            return try MediaServer(
                MediaConfiguration(
                    bindAddress: settings.text(.mediaBind), announcedAddresses: settings.list(.mediaAddresses),
                    port: UInt16(truncatingIfNeeded: settings.number(.mediaPort)), tcp: tcpPorts(settings),
                    threads: settings.number(.mediaThreads)))
        } catch {
            throw StartFailure("sound and picture cannot be served: \(error.description)", status: 69)
        }
    }

    /// The pages need their own port more than the media need one of the same number.
    private static func tcpPorts(_ settings: OperatorSettings) -> TcpPorts {
        guard settings.optional(.mediaTcpPort) != nil else {
            let udp = settings.number(.mediaPort)
            return (udp..<udp + settings.number(.mediaThreads)).contains(settings.number(.port)) ? .none : .likeUdp
        }
        let first = UInt16(truncatingIfNeeded: settings.number(.mediaTcpPort))
        return first == 0 ? .none : .from(first)
    }

    private static func transport(_ settings: OperatorSettings) throws -> HTTPServerBuilder {
        let certificate: ServerCertificate
        switch settings.text(.tls) {
        case "self-signed": certificate = try .selfSigned()
        case "files":
            guard let chain = settings.optional(.certificateChain), let key = settings.optional(.certificateKey) else {
                throw StartFailure("tls files needs certificate.chain and certificate.key.", status: 78)
            }
            certificate = try .files(chain: chain, key: key)
        default: return .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(120)))
        }
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificate.chain.map { .certificate($0) }, privateKey: .privateKey(certificate.key))
        // A connection that asks for nothing, or never finishes asking, is let go; a live stream is being answered.
        return try .http2Upgrade(
            tlsConfiguration: tls,
            configuration: HTTP2UpgradeChannel.Configuration(
                idleTimeout: .seconds(120),
                streamConfiguration: HTTP1Channel.Configuration(idleTimeout: .seconds(120))))
    }
}

/// Something to be done once the server serves, said before it does.
actor WhenServing {
    private var act: @Sendable () -> Void = {}

    func set(_ act: @Sendable @escaping () -> Void) { self.act = act }

    func now() { act() }
}
