// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors, so that none is ever left behind.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The media path is optimised in debug builds too: its tests hold thousands of calls, and the browser tests' server
/// forwards real ones. Every check of the language stays on there; a release leaves out one of them, that no variable is
/// used twice at once, which costs look-ups for each packet.
let quick: [SwiftSetting] = strict + [
    .unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug)),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func pure(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
    settings: [SwiftSetting] = strict
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
    settings: [SwiftSetting] = strict
) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
        swiftSettings: settings)
}

let package = Package(
    name: "venterum",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "venterum", targets: ["venterum"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: [.defaults, "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // The pure core: values in, values out.
        pure("Kernel"),
        pure("Visits", ["Kernel"]),
        pure("Settlements", ["Kernel"], resources: [.embedInCode("Tariffs/shipped-tariffs.csv")]),
        pure("Access", ["Kernel", "Visits"]),
        pure("MediaWire", ["Kernel"], settings: quick),
        pure("MediaEngine", ["Kernel", "MediaWire"], settings: quick),
        // The acts, and the ports that they need.
        pure("UseCases", ["Kernel", "Visits", "Settlements", "Access"]),
        // The edges.
        .target(
            name: "Database", dependencies: ["Kernel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "Storage",
            dependencies: [
                "Database", "UseCases", "Kernel", "Visits", "Settlements", "Access",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(name: "CNetwork"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "MediaServer", dependencies: ["Kernel", "MediaWire", "MediaEngine", "CNetwork", "COpenSSL"],
            swiftSettings: quick),
        .target(
            name: "Web",
            dependencies: [
                "Kernel", "Visits", "Settlements", "Access", "UseCases",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                "CZlib",
            ],
            resources: [.copy("Static"), .copy("Templates"), .copy("Languages")],
            swiftSettings: strict),
        // The top.
        .executableTarget(
            name: "venterum",
            dependencies: [
                "Kernel", "Visits", "Settlements", "Access", "UseCases", "Database", "Storage",
                "MediaWire", "MediaEngine", "MediaServer", "Web",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                "COpenSSL",
            ],
            swiftSettings: strict),
        // Tools.
        .executableTarget(
            name: "loadgen",
            dependencies: [
                "MediaWire", "MediaEngine", "MediaServer", "CNetwork",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tidy", dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),
        // Tests.
        tests(of: "tidy"),
        tests(of: "Kernel"),
        tests(of: "Visits", ["Kernel"]),
        tests(of: "Settlements", ["Kernel"]),
        tests(of: "Access", ["Kernel", "Visits"]),
        tests(
            of: "MediaWire", ["Kernel", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.copy("Offers")]),
        tests(of: "MediaEngine", ["Kernel", "MediaWire"]),
        tests(of: "MediaServer", ["Kernel", "MediaWire", "MediaEngine", "CSrtp", "CCounting"], settings: quick),
        // The oracle for our SRTP, and a count of what the packet path must not do: of the tests alone.
        .systemLibrary(name: "CSrtp", path: "Tests/CSrtp", pkgConfig: "libsrtp2", providers: [.apt(["libsrtp2-dev"])]),
        .target(name: "CCounting", path: "Tests/CCounting"),
        tests(of: "UseCases", ["Kernel", "Visits", "Settlements", "Access", "Storage", "Database"]),
        tests(of: "Storage", ["Database", "UseCases", "Kernel", "Visits", "Settlements", "Access"]),
        tests(
            of: "Web",
            [
                "Kernel", "Visits", "Access", "UseCases", "Storage", "Database",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
