import Encoding
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Secrets
import SignIn
import Synchronization
import TokenVerification
import Workspaces

@testable import GatewayHTTP

/// Time that stands still; what waits for a later moment waits until it is cancelled.
struct StillClock: WallClock {
    let now = Date(unixSeconds: 1_764_000_000)

    func sleep(until moment: Date) async throws {
        guard moment > now else { return }
        let never = AsyncStream<Never> { _ in }
        for await _ in never {}
        try Task.checkCancellation()
    }
}

/// Time in which every wait is over at once.
struct EagerClock: WallClock {
    let now = Date(unixSeconds: 1_764_000_000)

    func sleep(until moment: Date) async throws {}
}

/// 1, 2, 3, … instead of randomness.
final class CountingRandom: RandomSource {
    private let next = Atomic<UInt8>(1)

    func bytes(_ count: Int) -> [UInt8] {
        let (value, _) = next.wrappingAdd(1, ordering: .relaxed)
        return [UInt8](repeating: value, count: count)
    }
}

/// A frame with two workspaces, somebody signed in to the first, and the routes of a test.
struct Frame {
    static let acme = workspace("acme", 1)
    static let globex = workspace("globex", 2)
    static let token = "good-token"
    static let cookie = "good-cookie"
    static let user = UserID(bytes: [UInt8](repeating: 7, count: 16))
    static let session = SessionID(bytes: [UInt8](repeating: 8, count: 16))

    var publicURL = "http://localhost"
    var clock: any WallClock = StillClock()
    var trustedProxies: [String] = []
    var permissions: Set<Permission> = [.auditRead]
    /// Whether whoever is signed in proved a moment ago who they are.
    var hasFreshProof = true
    var metrics = MetricsRegistry()
    let routes: [Route]

    init(_ routes: Route...) {
        self.routes = routes
    }

    init(routes: [Route]) {
        self.routes = routes
    }

    static func workspace(_ slug: String, _ number: UInt8, state: WorkspaceState = .active) -> Workspace? {
        guard let slug = WorkspaceSlug(slug), let id = WorkspaceID(bytes: [UInt8](repeating: number, count: 16)) else {
            return nil
        }
        return Workspace(
            id: id,
            slug: slug,
            name: "\(slug) & Sons",
            region: "eu",
            state: state,
            createdAt: Date(unixSeconds: 0)
        )
    }

    var signedInUser: SignedInUser? {
        guard let id = Self.user, let session = Self.session, let email = EmailAddress("ada@acme.example") else {
            return nil
        }
        let user = User(id: id, email: email, name: "Ada", role: .owner, status: .active, createdAt: clock.now)
        return SignedInUser(
            user: user,
            session: Session(
                id: session,
                user: id,
                clientID: Application.firstPartyID,
                methods: [.password],
                authenticatedAt: clock.now,
                provedAt: hasFreshProof ? clock.now : clock.now.addingTimeInterval(-SessionLifetime.proof),
                lastUsedAt: clock.now,
                endedAt: nil,
                sourceAddress: nil,
                userAgent: nil
            )
        )
    }

    var doorkeeper: Doorkeeper {
        let user = signedInUser
        let permissions = permissions
        let hasFreshProof = hasFreshProof
        return Doorkeeper(
            workspace: { slug in
                switch slug.description {
                case "acme": Self.acme
                case "globex": Self.globex
                case "asleep": Self.workspace("asleep", 3, state: .suspended)
                case "gone": Self.workspace("gone", 4, state: .closed)
                default: nil
                }
            },
            browserSession: { cookie, workspace in
                cookie == Self.cookie && workspace == Self.acme?.id ? user : nil
            },
            accessToken: { token in
                guard let workspace = Self.acme?.id, let user = Self.user, let session = Self.session else {
                    throw TokenRejection.wrongIssuer
                }
                if token.expose() == "stale-token" { throw TokenRejection.revocationUnknown }
                if token.expose() == "suspended-token" { throw TokenRejection.workspaceSuspended }
                guard token.expose() == Self.token else { throw TokenRejection.wrongIssuer }
                return VerifiedCaller(user: user, session: session, workspace: workspace, permissions: permissions)
            },
            hasFreshProof: { _ in hasFreshProof },
            application: { id, secret in
                guard id == "api-1", secret.expose() == "s:e+c %" else { return nil }
                return Application(
                    clientID: id,
                    name: "Assets",
                    kind: .api,
                    redirectURIs: [],
                    secretHash: nil,
                    createdAt: Date(unixSeconds: 0)
                )
            }
        )
    }

    func responder() throws -> GatewayResponder {
        GatewayResponder(
            GatewayResponder.Parts(
                routes: try RouteTable(routes),
                publicURL: try PublicURL(publicURL),
                clientAddress: ClientAddress(trustedProxies: trustedProxies.compactMap { AddressRange($0) }),
                doorkeeper: doorkeeper,
                clock: clock,
                random: CountingRandom(),
                metrics: metrics,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                errorPage: { report in
                    .html("<p>\(report.problem.code.rawValue)</p>", status: report.problem.code.status)
                }
            )
        )
    }

    /// Sends one request and returns the answer.
    func send(
        _ method: HTTPRequest.Method = .get,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        let application = Application(responder: try responder())
        return try await application.test(.router) { client in
            try await client.executeRequest(
                uri: path,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(string: $0) }
            )
        }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}

extension Route {
    /// A route that answers with what it was asked.
    static func probe(
        _ method: HTTPRequest.Method = .get,
        _ path: PathTemplate = "/probe",
        body: BodyForm = .none,
        problemForm: ProblemForm = .details,
        limits: RequestLimits = .standard,
        endpoint: Endpoint = .open { _ in .json(["answer": "probed"]) }
    ) -> Route {
        Route(
            "probe\(method)\(path)",
            method,
            path,
            "A probe.",
            body: body,
            answers: [AnswerForm(.ok, "Probed.")],
            problemForm: problemForm,
            limits: limits,
            endpoint: endpoint
        )
    }
}
