/// Who may import whom: the floors of the architecture page, as a table. The compiler does not hold it, since a target can
/// import what it reaches only through another.
enum ImportTable {
    /// The arrows. "May import" goes on along them: who may import SignIn may import what SignIn may.
    static let arrows: [String: Set<String>] = [
        // base
        "Encoding": [],
        "Secrets": ["Encoding"],
        "BoundedWorkers": [],
        // engines
        "JOSE": [],
        "TokenVerification": ["JOSE"],
        "Credentials": [],
        "WebAuthn": ["JOSE"],
        "XMLSecurity": [],
        "SAML": ["XMLSecurity"],
        "OIDC": ["JOSE"],
        "SCIM": [],
        // domain
        "Workspaces": [],
        "SignIn": ["Workspaces", "OIDC", "SAML", "WebAuthn", "Credentials", "TokenVerification"],
        "Provisioning": ["Workspaces", "SCIM"],
        // adapters
        "Postgres": [],
        "WorkspaceDatabases": ["Postgres"],
        "PostgresStorage": ["Workspaces", "SignIn", "Provisioning", "SCIM", "WorkspaceDatabases"],
        "Outbound": ["Workspaces", "SignIn", "Provisioning"],
        // faces
        "GatewayHTTP": ["Workspaces", "SignIn", "Provisioning"],
        "GatewayPages": ["GatewayHTTP"],
        "GatewayAPI": ["GatewayHTTP"],
        "GatewaySCIM": ["GatewayHTTP", "SCIM"],
        // companions of the library
        "TokenVerificationHTTPClient": ["TokenVerification"],
        "TokenVerificationHummingbird": ["TokenVerification"],
        // apps
        "identity-gateway": [
            "GatewayPages", "GatewayAPI", "GatewaySCIM", "PostgresStorage", "Outbound", "SCIM", "SAML", "WebAuthn",
            "OIDC",
        ],
        "asset-api": [
            "TokenVerification", "TokenVerificationHTTPClient", "TokenVerificationHummingbird", "WorkspaceDatabases",
        ],
    ]

    /// Every target may import these, those of base what their own row says.
    static let base: Set<String> = ["Encoding", "Secrets", "BoundedWorkers"]

    /// C shims: each belongs to one target, and nobody inherits it.
    static let shims: [String: Set<String>] = [
        "Credentials": ["CArgon2"],
        "XMLSecurity": ["CXMLSecurity"],
        "SAML": ["CZlib"],
        "Postgres": ["CLibPQ", "CEventLoop"],
        "Outbound": ["CCurl"],
    ]

    /// What comes with the toolchain and needs nothing from a machine. Foundation proper is not among them: it brings ICU
    /// along, which costs an idle program more memory than all else.
    static let toolchain: Set<String> = ["Swift", "Synchronization", "FoundationEssentials"]

    /// Modules from outside, and those of the platform, by the target whose row names them.
    static let external: [String: Set<String>] = [
        "Secrets": ["Crypto"],
        "BoundedWorkers": ["Dispatch", "Foundation", "Glibc"],
        "JOSE": ["Crypto", "CryptoExtras"],
        "TokenVerification": ["Crypto"],
        "WebAuthn": ["Crypto", "CryptoExtras", "X509", "SwiftASN1"],
        "Credentials": ["Crypto"],
        "XMLSecurity": ["Glibc"],
        "SAML": ["X509", "SwiftASN1", "Crypto"],
        "Workspaces": ["Logging", "Metrics", "Tracing"],
        "SignIn": ["Logging", "Metrics", "Tracing", "Crypto"],
        "Provisioning": ["Logging", "Metrics", "Tracing"],
        "Postgres": ["Crypto", "Glibc"],
        "WorkspaceDatabases": ["ServiceLifecycle", "Logging"],
        "Outbound": ["AsyncHTTPClient", "NIOCore"],
        "GatewayHTTP": [
            "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HTTPTypes", "Logging", "Metrics", "NIOCore", "NIOSSL",
            "ServiceLifecycle", "Glibc",
        ],
        "GatewayPages": ["Hummingbird", "HTTPTypes"],
        "GatewayAPI": ["Hummingbird", "HTTPTypes"],
        "GatewaySCIM": ["Hummingbird", "HTTPTypes"],
        "TokenVerificationHTTPClient": ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"],
        "TokenVerificationHummingbird": ["Hummingbird", "HTTPTypes", "ServiceLifecycle"],
        "identity-gateway": [
            "ArgumentParser", "ServiceLifecycle", "UnixSignals", "Logging", "Yams",
            // Standard error, for a bar that is drawn over.
            "Foundation",
        ],
        "asset-api": [
            "ArgumentParser", "ServiceLifecycle", "UnixSignals", "Logging", "Hummingbird", "HummingbirdCore",
            "HTTPTypes", "NIOCore",
        ],
    ]

    /// All that `target` may import.
    static func allowed(for target: String) -> Set<String> {
        var ours: Set<String> = []
        var waiting = Array(arrows[target] ?? [])
        while let next = waiting.popLast() {
            guard ours.insert(next).inserted else { continue }
            waiting += arrows[next] ?? []
        }
        if !base.contains(target) { ours.formUnion(base) }
        return ours.union(shims[target] ?? []).union(external[target] ?? []).union(toolchain)
    }
}
