import Kernel

/// What the web edge is told by the operator.
public struct WebSettings: Sendable {
    /// Where the pages are reached from outside, without a slash at the end: `https://video.clinic.example`. Links are
    /// made of it. nil: of the host by which the request came.
    public var publicAddress: String?
    /// Whether the pages come over TLS, here or at a proxy before us: cookies are then marked `Secure`.
    public var isSecure: Bool
    /// Whether a proxy before us writes the client's address into `x-forwarded-for`; its last entry is believed.
    public var behindProxy: Bool
    /// Offers to the public test page that one address may make within ten minutes.
    public var testsPerAddress: Int
    /// Unknown links and wrong keys that one address may try within ten minutes before it is put off.
    public var guessesPerAddress: Int
    /// Requests for a video visit that one address may send within ten minutes.
    public var requestsPerAddress: Int
    /// Acts with one link that are done within ten minutes.
    public var actsPerLink: Int
    /// Whether anybody may join a room without a visit, by `room` and `seat` in the query of the test page's offers.
    /// For load generators on a machine of their own; never where patients are.
    public var measuring: Bool
    /// What the operator's Prometheus shows to read `/metrics`; nil: there is no such page.
    public var metricsToken: String?
    /// The folder with `Static`, `Templates` and `Languages`; nil: as it came with the program.
    public var resources: String?

    public init(
        publicAddress: String? = nil, isSecure: Bool = false, behindProxy: Bool = false, testsPerAddress: Int = 60,
        guessesPerAddress: Int = 60, requestsPerAddress: Int = 10, actsPerLink: Int = 600,
        measuring: Bool = false, metricsToken: String? = nil, resources: String? = nil
    ) {
        self.publicAddress = publicAddress
        self.isSecure = isSecure
        self.behindProxy = behindProxy
        self.testsPerAddress = testsPerAddress
        self.guessesPerAddress = guessesPerAddress
        self.requestsPerAddress = requestsPerAddress
        self.actsPerLink = actsPerLink
        self.measuring = measuring
        self.metricsToken = metricsToken
        self.resources = resources
    }
}
