import Encoding
import FoundationEssentials
package import Secrets
package import Workspaces

/// Why an application is not created.
package enum ApplicationRejection: Error, Equatable, Sendable {
    case badName
    /// Neither https, nor http on a loopback address, nor (native) a private scheme; or with a fragment or a user.
    case badRedirectURI(String)
    /// Web and native applications need at least one, services and APIs have none.
    case wrongNumberOfRedirectURIs
}

extension ApplicationRejection: CustomStringConvertible {
    /// For whoever administers the gateway.
    package var description: String {
        switch self {
        case .badName: "The name has to have 1 to \(ManageApplications.maximumNameCharacters) characters."
        case .badRedirectURI(let uri):
            "\(uri) is no redirect URI that we take: https, or http on loopback, without a fragment."
        case .wrongNumberOfRedirectURIs:
            "Web and native applications need 1 to \(ManageApplications.maximumRedirectURIs) redirect URIs, others none."
        }
    }
}

/// Creates, lists and deletes applications, and knows an application by its secret.
package struct ManageApplications: Sendable {
    package static let maximumNameCharacters = 100
    package static let maximumRedirectURIs = 20

    private let control: any ControlDatabaseAccess
    private let applications: any ApplicationStorage
    private let clock: any WallClock
    private let random: any RandomSource
    private let recognized = RecognizedApplications()

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
        for uri in redirectURIs where !RedirectURI.isAcceptable(uri, of: kind) {
            throw ApplicationRejection.badRedirectURI(uri)
        }
        let secret =
            kind == .native
            ? nil
            : OpaqueToken(kind: .clientSecret, workspace: Self.platform, secret: random.bytes(OpaqueToken.secretBytes))
                .text
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

    /// The application of that id, where `secret` is its secret; nil for whatever is wrong. One that was recognised is so
    /// for ``RecognizedApplications/lifetime`` without asking the database, so those that ask all the time cost nothing
    /// and need not wait behind strangers.
    package func authenticate(_ clientID: String, secret: Secret<String>) async throws -> Application? {
        let given = SecretHash(of: secret)
        if let application = recognized.find(clientID, given, at: clock.now) { return application }
        let application = try await control.transaction { [applications] in
            try await applications.find(clientID, in: $0)
        }
        let known = application?.secretHash?.bytes ?? [UInt8](repeating: 0, count: given.bytes.count)
        guard ConstantTime.equal(given.bytes, known), let application, application.secretHash != nil else { return nil }
        recognized.remember(application, until: clock.now + RecognizedApplications.lifetime)
        return application
    }

    private static let platform = [UInt8](repeating: 0, count: 16)
}
