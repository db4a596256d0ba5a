import Credentials
import Crypto
import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

/// A person's app, written apart from ours: it knows nothing but the base32 secret and the time.
struct AuthenticatorApp: Sendable {
    private let key: [UInt8]

    init(_ enrolment: TOTPEnrolment) throws {
        key = try Base32.decode(enrolment.secret.expose())
    }

    func code(at moment: Date) -> String {
        let counter = UInt64(moment.unixSeconds / 30)
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        let offset = Int(mac[19] & 15)
        let value =
            (UInt32(mac[offset] & 127) << 24 | UInt32(mac[offset + 1]) << 16 | UInt32(mac[offset + 2]) << 8
                | UInt32(mac[offset + 3])) % 1_000_000
        let digits = String(value)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}

/// What tests of second factors ask again and again.
extension StoredGateway {
    /// Somebody with an authenticator app, whose next code is unspent, and with recovery codes.
    struct Protected: Sendable {
        let app: AuthenticatorApp
        let recoveryCodes: [String]
    }

    /// Enrols an authenticator app in a session of the user.
    func protect(_ user: User, in workspace: Workspace) async throws -> Protected {
        let holder = SignedInSession(
            user: user.id,
            session: try await tokens(of: user, in: workspace).session,
            channel: .tokens
        )
        let enrolment = try await self.factors.manage.beginTOTP(holder, in: workspace)
        let app = try AuthenticatorApp(enrolment)
        let (codes, _) = try await self.factors.manage.confirmTOTP(
            app.code(at: clock.now),
            holder,
            in: workspace.id,
            origin: Self.origin
        )
        clock.advance(30)
        return Protected(app: app, recoveryCodes: codes.map { $0.text.expose() })
    }

    /// The challenge that follows the right password of somebody who has a second factor, or must enrol one.
    func challenge<Grant: SignInGrant>(
        of user: User,
        in workspace: Workspace,
        for grant: Grant.Type
    ) async throws -> SignInChallenge {
        let step: SignInStep<Grant> = try await step(of: user, in: workspace)
        switch step {
        case .secondFactorRequired(let challenge), .enrolmentRequired(let challenge): return challenge
        case .complete: throw NotAsked()
        }
    }

    func answer(
        _ answer: FactorAnswer,
        _ challenge: SignInChallenge,
        in workspace: Workspace
    ) async throws -> SessionGrant {
        let step: SignInStep<SessionGrant> = try await self.factors.continueSignIn(
            answer,
            to: challenge.transaction,
            in: workspace,
            origin: Self.origin
        )
        return try granted(step)
    }

    /// The same without counters, for tests of what else must hold.
    var unthrottled: StoredGateway {
        var gateway = self
        gateway.storage.throttle = NoThrottle()
        return gateway
    }

    /// What waits in the workspace's outbox, in order.
    func notices(in workspace: Workspace) async throws -> [String] {
        try await rows(of: workspace, "SELECT kind FROM outbox ORDER BY queued_at").map { try $0.decode("kind") }
    }

    /// A sign-in is complete that should be asked for more.
    struct NotAsked: Error {}
}

/// Lets every try through.
private struct NoThrottle: ThrottleStorage {
    func take(_ counters: [ThrottleCounter], at now: Date, in transaction: WorkspaceTransaction) {}
    func take(_ counters: [ThrottleCounter], at now: Date, in transaction: ControlTransaction) {}
    func giveBack(_ counters: [ThrottleCounter], in transaction: WorkspaceTransaction) {}
    func giveBack(_ counters: [ThrottleCounter], in transaction: ControlTransaction) {}
    func prune(freeBefore moment: Date, in transaction: WorkspaceTransaction) {}
    func prune(freeBefore moment: Date, in transaction: ControlTransaction) {}
}
