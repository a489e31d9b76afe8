// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of ours: Swift 6 mode comes with the tools version, the rest is stricter than the default.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// All targets but the thin wrappers of C libraries: unsafe code cannot spread out of those.
let safe: [SwiftSetting] = strict + [.strictMemorySafety()]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
// The server, and the vocabulary of the parts that it hands us.
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
]
// Of SwiftNIO, what an HTTP/1.1 server on a Unix socket needs.
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "commune-kiosk",
    products: [
        .executable(name: "kiosk", targets: ["kiosk"]),
        .executable(name: "kiosk-portal", targets: ["kiosk-portal"]),
    ],
    dependencies: [
        // The outbox and the portal's store: SQLite with migrations and WAL.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Both command lines.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Logs to journald and terminals.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Digests of files and operations, the kiosk's key.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // The signed assertion of the token request (RFC 7523), at both ends.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // Clean start and stop of the agent.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Configuration files.
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // The portal's HTTP server.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // The agent's Unix socket: bounded headers, back-pressure both ways, and a peer that left is noticed. It is below
        // the portal's server anyway.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // The hand-over of a body's pieces from a connection to who reads them. ServiceLifecycle brings it anyway.
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        // What Hummingbird's requests and answers are made of; below it anyway.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        // Tests that drive the built programs.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // The system's libraries.
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CZint", providers: [.apt(["libzint-dev"])]),

        // What Swift needs of libtiff and libjpeg-turbo, behind calls that end with a plain answer: both tell errors by jumps and by
        // lists of arguments, which must not pass through Swift. Debian: libtiff-dev, libjpeg62-turbo-dev.
        .target(name: "CScans", linkerSettings: [.linkedLibrary("tiff"), .linkedLibrary("jpeg")]),

        // Leaves: pure values and thin wrappers.
        .target(name: "Dossiers", swiftSettings: safe),
        .target(name: "SyncProtocol", dependencies: [crypto], swiftSettings: safe),
        .target(name: "Settings", dependencies: [toml], swiftSettings: safe),
        .target(name: "DurableFiles", dependencies: [crypto], swiftSettings: safe),
        .target(name: "CurlHTTP", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: strict),
        .target(name: "SystemdNotify", dependencies: [logging, lifecycle], swiftSettings: safe),
        .target(name: "Paper", dependencies: ["CPango", "CZint", "Settings"], swiftSettings: strict),

        .target(name: "Scans", dependencies: ["CScans", "Gzip", crypto], swiftSettings: strict),

        // The way of the data, 1 to 5.
        .target(
            name: "Outbox", dependencies: ["Dossiers", "SyncProtocol", "DurableFiles", "Gzip", grdb, crypto],
            swiftSettings: safe),
        .target(name: "Scheduler", dependencies: ["Dossiers", "SyncProtocol"], swiftSettings: safe),
        .target(
            name: "Transport",
            dependencies: ["Dossiers", "SyncProtocol", "DurableFiles", "CurlHTTP", "Gzip", jwt, crypto],
            swiftSettings: safe),
        .target(name: "Merge", dependencies: ["Dossiers", "SyncProtocol"], swiftSettings: safe),
        .target(name: "Status", dependencies: ["Dossiers", "SyncProtocol"], swiftSettings: safe),

        // What both command lines have in common.
        .target(name: "CommandWords", dependencies: ["Status", arguments], swiftSettings: safe),

        // The agent and its command line.
        .target(
            name: "KioskAgent",
            dependencies: [
                "Dossiers", "SyncProtocol", "Settings", "DurableFiles", "CurlHTTP", "Outbox", "Scheduler", "Transport",
                "Merge", "Status", "Gzip", "SystemdNotify", logging, lifecycle,
                asyncAlgorithms,
            ] + nio,
            swiftSettings: safe),
        .executableTarget(
            name: "kiosk",
            dependencies: [
                "KioskAgent", "CommandWords", "Dossiers", "SyncProtocol", "Status", "DurableFiles", "Paper", "Scans", arguments,
                logging,
            ],
            swiftSettings: safe),

        .executableTarget(
            name: "record-rate", dependencies: ["KioskAgent", "Status", "SyncProtocol"], path: "Benchmarks/RecordRate", swiftSettings: safe),

        // The reference portal.
        .target(
            name: "Portal",
            dependencies: [
                "Dossiers", "SyncProtocol", "Settings", "DurableFiles", "Gzip", "SystemdNotify", grdb, crypto, jwt, logging,
                lifecycle,
                signals,
            ] + hummingbird + nio,
            swiftSettings: safe),
        .executableTarget(
            name: "kiosk-portal",
            dependencies: ["Portal", "CommandWords", "SyncProtocol", "Status", "SystemdNotify", arguments, logging],
            swiftSettings: safe),

        // Tests.
        .target(name: "FuzzSupport", path: "Tests/FuzzSupport", exclude: ["corpus"], swiftSettings: safe),
        .testTarget(name: "DossiersTests", dependencies: ["Dossiers"], swiftSettings: safe),
        .testTarget(name: "SyncProtocolTests", dependencies: ["SyncProtocol"], swiftSettings: safe),
        .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: safe),
        .testTarget(name: "OutboxTests", dependencies: ["Outbox", "SyncProtocol", grdb], swiftSettings: safe),
        .testTarget(name: "SchedulerTests", dependencies: ["Scheduler", "Dossiers", "SyncProtocol"], swiftSettings: safe),
        .testTarget(name: "MergeTests", dependencies: ["Merge", "SyncProtocol"], swiftSettings: safe),
        .testTarget(name: "StatusTests", dependencies: ["Status", "SyncProtocol"], swiftSettings: safe),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: safe),
        .testTarget(name: "SystemdNotifyTests", dependencies: ["SystemdNotify", logging, lifecycle], swiftSettings: safe),
        .testTarget(name: "PaperTests", dependencies: ["Paper", "Settings", subprocess], swiftSettings: safe),
        .testTarget(name: "ScansTests", dependencies: ["Scans", "FuzzSupport", subprocess, crypto], swiftSettings: safe),
        .testTarget(name: "DurableFilesTests", dependencies: ["DurableFiles"], swiftSettings: safe),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Transport", "CurlHTTP", "DurableFiles", "Gzip", "SyncProtocol", jwt, crypto],
            swiftSettings: safe),
        .testTarget(
            name: "KioskAgentTests",
            dependencies: [
                "KioskAgent", "Outbox", "Transport", "Scheduler", "SyncProtocol", "Dossiers", "CurlHTTP", "Status", "Settings", "Gzip",
                "FuzzSupport", logging,
                lifecycle,
            ] + nio,
            swiftSettings: safe),
        .testTarget(
            name: "PortalTests",
            dependencies: [
                "Portal", "SyncProtocol", "Dossiers", "Settings", "DurableFiles", "CurlHTTP", "Gzip", "FuzzSupport", subprocess, grdb,
                crypto, jwt, lifecycle,
            ] + nio,
            swiftSettings: safe),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "KioskAgent", "Outbox", "Transport", "Scheduler", "Merge", "SyncProtocol", "Dossiers", "DurableFiles", "CurlHTTP",
                "Gzip", "Status",
            ],
            swiftSettings: safe),
        .testTarget(name: "ArchitectureTests", swiftSettings: safe),
        .testTarget(
            name: "KioskCommandTests",
            dependencies: [
                "kiosk", "KioskAgent", "CommandWords", "Dossiers", "Status", "SyncProtocol", "DurableFiles", "Paper",
                arguments, subprocess,
            ], swiftSettings: safe),
        .testTarget(
            name: "ProductTests",
            dependencies: ["kiosk", "kiosk-portal", "SyncProtocol", subprocess, crypto], swiftSettings: safe),
    ]
)

// A long run of the simulation is worth an optimized build; all else optimized, too, is not (Makefile, simulate).
if Context.environment["ONLY_SIMULATION"] == "1" {
    let left: Set = ["kiosk", "kiosk-portal", "Portal", "record-rate"]
    package.products.removeAll { left.contains($0.name) }
    package.targets.removeAll { left.contains($0.name) || $0.type == .test && $0.name != "SimulationTests" }
}
