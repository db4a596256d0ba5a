import Encoding
package import Secrets
package import Workspaces

/// Why an application is not created.
package enum ApplicationRejection: Error, Equatable, Sendable {
    case badName
    /// Neither https, nor http on a loopback address, nor (native) a private scheme; or with a fragment.
    case badRedirectURI(String)
    /// Web and native applications need at least one, services and APIs have none.
    case wrongNumberOfRedirectURIs
}

/// Creates, lists and deletes applications, and knows an application by its secret.
package struct ManageApplications: Sendable {
    package static let maximumNameCharacters = 100
    package static let maximumRedirectURIs = 20
    private static let maximumURIBytes = 1_024

    private let control: any ControlDatabaseAccess
    private let applications: any ApplicationStorage
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        control: any ControlDatabaseAccess,
        applications: any ApplicationStorage,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.control = control
        self.applications = applications
        self.clock = clock
        self.random = random
    }

    /// Creates an application. The secret is returned this once; native applications have none.
    package func create(
        name: String,
        kind: ApplicationKind,
        redirectURIs: [String]
    ) async throws -> (application: Application, secret: Secret<String>?) {
        guard !name.isEmpty, name.count <= Self.maximumNameCharacters else { throw ApplicationRejection.badName }
        let needsRedirect = kind == .web || kind == .native
        guard needsRedirect ? (1...Self.maximumRedirectURIs).contains(redirectURIs.count) : redirectURIs.isEmpty else {
            throw ApplicationRejection.wrongNumberOfRedirectURIs
        }
        for uri in redirectURIs where !Self.isRedirectURI(uri, of: kind) {
            throw ApplicationRejection.badRedirectURI(uri)
        }
        let secret =
            kind == .native
            ? nil : OpaqueToken(kind: .clientSecret, workspace: Self.platform, secret: random.bytes(32)).text
        let application = Application(
            clientID: "\(kind.rawValue)-\(Hex.encode(random.bytes(8)))",
            name: name,
            kind: kind,
            redirectURIs: redirectURIs,
            secretHash: secret.map { SecretHash(of: $0) },
            createdAt: clock.now
        )
        try await control.transaction { [applications] in try await applications.insert(application, in: $0) }
        return (application, secret)
    }

    package func list() async throws -> [Application] {
        try await control.transaction { [applications] in try await applications.list(in: $0) }
    }

    /// false where there is no such application.
    package func delete(_ clientID: String) async throws -> Bool {
        try await control.transaction { [applications] in try await applications.delete(clientID, in: $0) }
    }

    /// The application of that id, where `secret` is its secret; nil for whatever is wrong.
    package func authenticate(_ clientID: String, secret: Secret<String>) async throws -> Application? {
        let given = SecretHash(of: secret)
        let application = try await control.transaction { [applications] in
            try await applications.find(clientID, in: $0)
        }
        let known = application?.secretHash?.bytes ?? [UInt8](repeating: 0, count: given.bytes.count)
        guard ConstantTime.equal(given.bytes, known), application?.secretHash != nil else { return nil }
        return application
    }

    private static let platform = [UInt8](repeating: 0, count: 16)

    private static func isRedirectURI(_ uri: String, of kind: ApplicationKind) -> Bool {
        let bytes = Array(uri.utf8)
        guard bytes.count <= maximumURIBytes, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            !bytes.contains(UInt8(ascii: "#")), !bytes.contains(UInt8(ascii: "\\"))
        else { return false }
        if uri.hasPrefix("https://") { return bytes.count > "https://".utf8.count }
        if uri.hasPrefix("http://127.0.0.1") || uri.hasPrefix("http://[::1]") || uri.hasPrefix("http://localhost") {
            return true
        }
        // RFC 8252 section 7.1: a private scheme is a reversed domain name, so it has a dot.
        guard kind == .native, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return bytes[..<colon].contains(UInt8(ascii: "."))
    }
}
