import Access
import Hummingbird
import HummingbirdCore
import Kernel
import Logging
import ServiceLifecycle
import Settlements
import UseCases
import Visits

/// What the acts need from outside the web.
public struct Outside: Sendable {
    public let clock: any WallClock
    public let random: any Randomness
    public let secrets: any Secrets
    public let store: any Store
    public let media: any MediaRooms
    /// nil: nothing is proposed for settlement.
    public let proposer: Proposer?
    /// nil: there is no relay.
    public let relay: (any Relay)?
    /// What the media server has to show to the operator.
    public let metrics: @Sendable () async -> [MetricFamily]

    public init(
        clock: any WallClock, random: any Randomness, secrets: any Secrets, store: any Store, media: any MediaRooms,
        proposer: Proposer? = nil, relay: (any Relay)? = nil,
        metrics: @escaping @Sendable () async -> [MetricFamily] = { [] }
    ) {
        self.clock = clock
        self.random = random
        self.secrets = secrets
        self.store = store
        self.media = media
        self.proposer = proposer
        self.relay = relay
        self.metrics = metrics
    }
}

/// Builds the whole application, for the program and for tests alike.
///
/// - Parameters:
///   - server: Plain HTTP, or with TLS.
///   - services: What else is to run as long as the server does, and to end after it.
///   - onServerRunning: Called once the port is open.
/// - Returns: The application, and the acts that it offers.
/// - Throws: When the pages' files are missing or faulty.
public func buildApplication(
    _ outside: Outside, settings: WebSettings, address: BindAddress = .hostname(),
    server: HTTPServerBuilder = .http1(), services: [any Service] = [],
    onServerRunning: @escaping @Sendable () async -> Void = {}, logger: Logger
) async throws -> (acts: Acts, application: some ApplicationProtocol) {
    let boot = outside.random.bytes(8).map { String($0, radix: 16) }.joined()
    let hub = LiveHub(boot: boot, logger: logger)
    let acts = Acts(
        ports: Ports(
            clock: outside.clock, random: outside.random, secrets: outside.secrets, store: outside.store,
            media: outside.media, news: hub, proposer: outside.proposer, relay: outside.relay))
    await hub.serve(acts)
    let resources = try Resources(settings.resources)
    let files = try StaticFiles(resources: resources)
    let site = Site(
        acts: acts,
        pages: try await Pages(resources: resources, files: files, hasRelay: outside.relay != nil),
        files: files, hub: hub, settings: settings, guesses: AttemptLimit(most: settings.guessesPerAddress),
        tests: AttemptLimit(most: settings.testsPerAddress),
        requests: AttemptLimit(most: settings.requestsPerAddress),
        acting: AttemptLimit(most: settings.actsPerLink))
    var application = Application(
        router: router(of: site, metrics: outside.metrics), server: server,
        configuration: ApplicationConfiguration(address: address, serverName: nil),
        services: services + [
            Clockwork(site: site, logger: logger), MediaFollower(acts: acts, logger: logger),
        ],
        onServerRunning: { _ in await onServerRunning() }, logger: logger)
    application.beforeServerStarts { try await acts.recoverAfterStop() }
    return (acts, application)
}

/// All routes, behind what guards them all.
private func router(
    of site: Site, metrics: @escaping @Sendable () async -> [MetricFamily]
) -> Router<Visitor> {
    let router = Router(context: Visitor.self, options: .autoGenerateHeadEndpoints)
    let requests = RequestCount()
    router.add(middleware: CountRequests(count: requests))
    router.add(middleware: SecurityHeaders(isSecure: site.settings.isSecure, inlineScript: site.files.inlineScript))
    router.add(middleware: LanguageChoice(isSecure: site.settings.isSecure))
    router.add(middleware: RequestLog())
    router.add(middleware: Problems(site: site))
    PublicRoutes(site: site).add(to: router)
    MetricsRoutes(site: site, requests: requests, media: metrics).add(to: router)
    RequestRoutes(site: site).add(to: router)
    PatientRoutes(site: site).add(to: router)
    SignInRoutes(site: site).add(to: router)
    ClinicRoutes(site: site).add(to: router)
    BookingRoutes(site: site).add(to: router)
    SettlementRoutes(site: site).add(to: router)
    ApiRoutes(site: site).add(to: router)
    FactsRoutes(site: site).add(to: router)
    MeasuringRoutes(site: site).add(to: router)
    ManageRoutes(site: site).add(to: router)
    PeopleRoutes(site: site).add(to: router)
    AuditRoutes(site: site).add(to: router)
    MediaRoutes(site: site) { request, visitor, _ in
        let holder = try await site.holder(request, visitor)
        return (.participant(holder), Addresses.visitMedia(visitor.parameters.get("token") ?? ""))
    }.add(to: router, at: "/v/:token/media")
    MediaRoutes(site: site) { request, _, entered in
        guard let signedIn = try await site.signedIn(request) else {
            throw try await site.acts.refuse(Refusal(.unknownCaller, "not-signed-in"), .useMedia, by: .nobody)
        }
        if request.method != .get { try await site.checkForm(request, entered, signedIn, .useMedia) }
        return (.staff(signedIn.staff), Addresses.clinicMedia)
    }.add(to: router, at: "/clinic/media")
    MediaRoutes(site: site) { _, _, _ in (.nobody, Addresses.testMedia) }.add(to: router, at: "/test/media")
    return router
}
