// swift-tools-version: 6.2

import PackageDescription

// Where everything lives and who may import whom is told in
// Sources/identity-gateway/Documentation.docc/Architecture.md and held by Tests/ArchitectureTests.

// MARK: Packages from outside, each with an exact version (Package.resolved is not committed)

func external(_ repository: String, _ version: Version) -> Package.Dependency {
    .package(url: "https://github.com/\(repository).git", exact: version)
}

extension Package.Dependency {
    /// The last part of its address, which products name.
    var identity: String {
        guard case .sourceControl(_, let location, _) = kind else { return "" }
        return String(location.split(separator: "/").last ?? "").replacing(".git", with: "")
    }
}

let dependencies: [Package.Dependency] = [
    external("apple/swift-argument-parser", "1.8.2"),
    external("apple/swift-asn1", "1.7.4"),
    external("apple/swift-certificates", "1.21.1"),
    external("apple/swift-crypto", "4.5.2"),
    external("apple/swift-http-types", "1.8.0"),
    external("apple/swift-log", "1.16.2"),
    external("apple/swift-metrics", "2.13.0"),
    external("apple/swift-nio", "2.101.2"),
    external("apple/swift-nio-ssl", "2.37.6"),
    external("hummingbird-project/hummingbird", "2.28.1"),
    external("jpsim/Yams", "6.2.2"),
    external("swift-server/async-http-client", "1.37.0"),
    external("swift-server/swift-service-lifecycle", "2.13.0"),
    external("vapor/jwt-kit", "5.7.1"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let swiftASN1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

// MARK: Targets, from the ground up

let base: [Target] = [
    .target(name: "Encoding"),
    .target(name: "Secrets", dependencies: ["Encoding", crypto]),
    .target(name: "BoundedWorkers"),
]

let engines: [Target] = [
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
    .target(
        name: "Credentials",
        dependencies: ["Encoding", "Secrets", "BoundedWorkers", "CArgon2", "CCrypt", crypto, cryptoExtras]
    ),
    .target(name: "JOSE", dependencies: ["Encoding", crypto, cryptoExtras]),
    .target(name: "TokenVerification", dependencies: ["JOSE", "Encoding", crypto]),
    .systemLibrary(name: "CXMLSecurity", pkgConfig: "xmlsec1-openssl", providers: [.apt(["libxmlsec1-dev"])]),
    .target(name: "XMLSecurity", dependencies: ["Encoding", "BoundedWorkers", "CXMLSecurity"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "SAML", dependencies: ["XMLSecurity", "Encoding", "Secrets", "CZlib", x509, swiftASN1]),
    .target(name: "SCIM", dependencies: ["Encoding", "Secrets"]),
    .target(name: "WebAuthn", dependencies: ["JOSE", "Encoding", crypto, cryptoExtras, x509, swiftASN1]),
]

let domain: [Target] = [
    .target(name: "Workspaces", dependencies: ["Encoding", "Secrets", logging, metrics]),
    .target(
        name: "SignIn",
        dependencies: [
            "Workspaces", "Credentials", "TokenVerification", "WebAuthn", "JOSE", "BoundedWorkers", "Encoding",
            "Secrets", metrics, crypto,
        ]
    ),
]

let adapters: [Target] = [
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CEventLoop"),
    .target(name: "Postgres", dependencies: ["Encoding", "Secrets", "BoundedWorkers", "CLibPQ", "CEventLoop", crypto]),
    .target(
        name: "WorkspaceDatabases",
        dependencies: ["Postgres", "Encoding", "Secrets", "BoundedWorkers", logging, serviceLifecycle]
    ),
    .target(
        name: "PostgresStorage",
        dependencies: [
            "Workspaces", "SignIn", "WebAuthn", "Credentials", "JOSE", "TokenVerification", "WorkspaceDatabases",
            "Postgres", "Encoding", "Secrets", "BoundedWorkers", logging,
        ],
        resources: [.embedInCode("Migrations")]
    ),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "Outbound", dependencies: ["Workspaces", "Encoding", "Secrets", "BoundedWorkers", "CCurl"]),
]

let faces: [Target] = [
    .target(
        name: "GatewayHTTP",
        dependencies: [
            "Workspaces", "SignIn", "WebAuthn", "Encoding", "Secrets", "BoundedWorkers", hummingbird, hummingbirdCore,
            httpTypes,
            logging, nioCore, nioSSL, serviceLifecycle,
        ]
    ),
    .target(
        name: "GatewayPages",
        dependencies: [
            "GatewayHTTP", "Workspaces", "SignIn", "WebAuthn", "Credentials", "Encoding", "Secrets", "BoundedWorkers",
            httpTypes,
        ],
        resources: [.embedInCode("Templates"), .embedInCode("Assets"), .embedInCode("Texts")]
    ),
    .target(
        name: "GatewayAPI",
        dependencies: [
            "GatewayHTTP", "Workspaces", "SignIn", "WebAuthn", "Credentials", "Encoding", "Secrets", hummingbird,
            httpTypes,
        ]
    ),
]

let companions: [Target] = [
    .target(
        name: "TokenVerificationHTTPClient",
        dependencies: ["TokenVerification", asyncHTTPClient, nioCore, nioHTTP1]
    ),
    .target(
        name: "TokenVerificationHummingbird",
        dependencies: ["TokenVerification", hummingbird, httpTypes, serviceLifecycle]
    ),
]

/// How the programs are linked for release: what of code and relocations nobody needs is neither kept nor read, which is a
/// fifth of a program's memory at rest (decision 13). `deploy/dev/lib/build.py` has the standard library linked in besides.
let compact: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic",
        ],
        .when(platforms: [.linux], configuration: .release)
    )
]

let apps: [Target] = [
    .executableTarget(
        name: "identity-gateway",
        dependencies: [
            "Encoding", "Secrets", "BoundedWorkers", "JOSE", "TokenVerification", "Credentials", "XMLSecurity", "SAML",
            "SCIM", "WebAuthn", "Workspaces", "SignIn", "Postgres", "WorkspaceDatabases", "PostgresStorage",
            "GatewayHTTP", "GatewayPages", "GatewayAPI", "Outbound", argumentParser, serviceLifecycle, unixSignals,
            logging, yams,
        ],
        linkerSettings: compact
    ),
    .executableTarget(
        name: "asset-api",
        dependencies: [
            "Encoding", "Secrets", "JOSE", "TokenVerification", "TokenVerificationHTTPClient",
            "TokenVerificationHummingbird", "BoundedWorkers", "Postgres", "WorkspaceDatabases", argumentParser,
            serviceLifecycle, unixSignals, logging, hummingbird, httpTypes, nioCore,
        ],
        resources: [.embedInCode("Migrations")],
        linkerSettings: compact
    ),
]

func tests(_ subject: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(subject)Tests", dependencies: [.byName(name: subject), "TestSupport"] + more)
}

let tests: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: [
            "Encoding", "Secrets", "JOSE", "TokenVerification", "WebAuthn", "Workspaces", "Postgres", "BoundedWorkers",
            crypto, cryptoExtras, swiftASN1, x509,
        ],
        path: "Tests/Support"
    ),
    .testTarget(name: "ArchitectureTests", exclude: ["AttacksRegister/Register.txt"]),
    tests("Encoding", [crypto]),
    tests("Secrets", ["Encoding", crypto]),
    tests("BoundedWorkers"),
    tests("Credentials", ["Encoding", "Secrets", "BoundedWorkers"]),
    tests("JOSE", ["Encoding", crypto, cryptoExtras, jwtKit]),
    tests("TokenVerification", ["JOSE", "Encoding", crypto]),
    tests(
        "TokenVerificationHummingbird",
        [
            "TokenVerification", "TokenVerificationHTTPClient", "JOSE", "Encoding", hummingbird, hummingbirdTesting,
            httpTypes,
        ]
    ),
    tests("Postgres", ["Encoding", "Secrets", "BoundedWorkers"]),
    tests("WorkspaceDatabases", ["Postgres", "Encoding", "Secrets", "BoundedWorkers"]),
    tests("XMLSecurity", ["CXMLSecurity", "Encoding", "BoundedWorkers"]),
    tests("SAML", ["XMLSecurity", "SAMLForge", "Encoding", "CZlib"]),
    .target(
        name: "SAMLForge",
        dependencies: ["SAML", "XMLSecurity", "Encoding", crypto, cryptoExtras, swiftASN1, x509],
        path: "Tests/SAMLForge"
    ),
    tests("SCIM", ["Encoding", "Secrets"]),
    tests("WebAuthn", ["JOSE", "Encoding", crypto, swiftASN1, x509]),
    tests("Workspaces", ["Encoding", "Secrets"]),
    tests("SignIn", ["Workspaces", "WebAuthn", "Credentials", "TokenVerification", "JOSE", "Encoding", "Secrets"]),
    tests(
        "PostgresStorage",
        [
            "Workspaces", "SignIn", "WebAuthn", "WorkspaceDatabases", "Postgres", "Credentials", "TokenVerification",
            "JOSE",
            "BoundedWorkers", "Encoding", "Secrets", crypto, logging,
        ]
    ),
    .testTarget(
        name: "OutboundTests",
        dependencies: ["Outbound", "Workspaces", "Encoding", "Secrets", "BoundedWorkers", "TestSupport"],
        exclude: ["smtp_server.py"]
    ),
    tests(
        "GatewayHTTP",
        [
            "Workspaces", "SignIn", "TokenVerification", "Secrets", "Encoding", hummingbird, hummingbirdTesting,
            httpTypes, logging, nioCore, nioPosix,
        ]
    ),
    .target(
        name: "GatewayScene",
        dependencies: [
            "GatewayHTTP", "SignIn", "WebAuthn", "Workspaces", "Credentials", "TokenVerification", "BoundedWorkers",
            "Secrets",
            "Encoding", hummingbird, hummingbirdTesting, httpTypes, logging,
        ],
        path: "Tests/GatewayScene"
    ),
    tests(
        "GatewayPages",
        [
            "GatewayScene", "GatewayHTTP", "Workspaces", "SignIn", "WebAuthn", "Credentials", "Secrets", "Encoding",
            hummingbirdTesting, httpTypes,
        ]
    ),
    tests(
        "GatewayAPI",
        [
            "GatewayScene", "GatewayHTTP", "Workspaces", "SignIn", "WebAuthn", "Credentials", "Secrets", "Encoding",
            hummingbirdTesting, httpTypes,
        ]
    ),
    .testTarget(
        name: "IdentityGatewayTests",
        dependencies: [
            "identity-gateway", "WebAuthn", "TestSupport", "Encoding", "Secrets", "JOSE", "TokenVerification",
            "GatewayHTTP", "Credentials", "Postgres", "SCIM", "WorkspaceDatabases", argumentParser,
        ]
    ),
    .testTarget(
        name: "AssetAPITests",
        dependencies: [
            "asset-api", "TestSupport", "Encoding", "Secrets", "BoundedWorkers", "JOSE", "TokenVerification",
            "Postgres",
            "WorkspaceDatabases", hummingbird, hummingbirdTesting, httpTypes, logging,
        ]
    ),
    .testTarget(
        name: "JourneyTests",
        dependencies: ["TestSupport", "Encoding", "Postgres", "BoundedWorkers", asyncHTTPClient, nioCore, nioHTTP1],
        exclude: ["pages", "SAML"]
    ),
    .executableTarget(
        name: "saml-party",
        dependencies: ["SAML", "XMLSecurity", "Encoding", argumentParser],
        path: "Tests/SAMLParty"
    ),
    .executableTarget(
        name: "benchmarks",
        dependencies: [
            "Encoding", "Secrets", "BoundedWorkers", "Credentials", "JOSE", "TokenVerification", "Postgres",
            "XMLSecurity", "SAML", "SAMLForge", "SCIM", "WebAuthn", "TestSupport", crypto, jwtKit,
        ],
        path: "Tests/Benchmarks",
        exclude: ["floors"]
    ),
]

// MARK: The same settings for every target of ours

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
    .strictMemorySafety(),
]

// MARK: A switch for sanitizers: what stands below HTTP, without the packages that take longest to build

/// BELOW_HTTP=1 leaves out whatever depends on these, directly or through others. Certificates stay: SAML reads them.
let leftOut: Set<String> =
    Context.environment["BELOW_HTTP"] == "1"
    ? ["async-http-client", "hummingbird", "jwt-kit", "swift-nio", "swift-nio-ssl"] : []

func below(_ all: [Target]) -> [Target] {
    var names = Set(all.map(\.name))
    var kept = all
    while true {
        kept.removeAll { target in
            target.dependencies.contains { dependency in
                switch dependency {
                case .productItem(_, let package, _, _): package.map { leftOut.contains($0) } ?? false
                case .targetItem(let name, _), .byNameItem(let name, _): !names.contains(name)
                @unknown default: false
                }
            }
        }
        guard kept.count < names.count else { return kept }
        names = Set(kept.map(\.name))
    }
}

let targets = below(base + engines + domain + adapters + faces + companions + apps + tests)
for target in targets where target.type != .system {
    target.swiftSettings = strict
}

let names = Set(targets.map(\.name))
let products: [Product] = [
    .library(name: "JOSE", targets: ["JOSE"]),
    .library(name: "TokenVerification", targets: ["TokenVerification"]),
    .library(name: "TokenVerificationHTTPClient", targets: ["TokenVerificationHTTPClient"]),
    .library(name: "TokenVerificationHummingbird", targets: ["TokenVerificationHummingbird"]),
    .executable(name: "identity-gateway", targets: ["identity-gateway"]),
    .executable(name: "asset-api", targets: ["asset-api"]),
]

let package = Package(
    name: "identity-gateway",
    products: products.filter { names.contains($0.name) },
    dependencies: dependencies.filter { !leftOut.contains($0.identity) },
    targets: targets
)
