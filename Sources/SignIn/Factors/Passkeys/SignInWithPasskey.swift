import Encoding
import FoundationEssentials
import WebAuthn
package import Workspaces

/// Signs somebody in by a passkey alone: who it is the passkey says.
///
/// With user verification it counts as both factors, without as one (attacks 4.2 #29, #45).
package struct SignInWithPasskey: Sendable {
    /// Challenges for nobody yet that one sender may ask for: 60 at once and one a second (attacks 4.2 #39).
    package static let perNetwork = RateLimit(burst: 60, refill: 1)
    /// Refusals of which a workspace's audit tells: as many as wrong passwords of all its accounts can leave.
    package static let entries = SignInLimits.workspace

    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let passkeys: Passkeys
    let throttle: any ThrottleStorage
    let keys: ThrottleKeys
    let dispatcher: SignInDispatcher
    let refuse: RefuseSignIn
    let clock: any WallClock

    /// Throws ``SignInRejection`` and ``TooManyTries``. It names no credential, so it tells nothing about anybody (attacks
    /// 4.2 #38).
    package func ask(in workspace: Workspace, origin: RequestOrigin) async throws -> PasskeyQuestion {
        guard workspace.state == .active else { throw SignInRejection.workspaceNotActive }
        let network = Array((origin.sourceNetwork ?? "").utf8)
        let counter = keys.counter("passkey-network", network, limit: Self.perNetwork)
        return try await databases.transaction(on: workspace.id) { [throttle, passkeys, clock] transaction in
            try await throttle.take([counter], at: clock.now, in: transaction)
            return try await passkeys.ask(for: .signIn, in: transaction)
        }
    }

    /// Throws ``SignInRejection``.
    package func callAsFunction<Grant: SignInGrant>(
        _ answer: PasskeyAnswer,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<Grant> {
        guard workspace.state == .active else { throw SignInRejection.workspaceNotActive }
        // The challenge is spent whatever comes of it, and who signs in is known only then.
        let proof = try await databases.transaction(on: workspace.id) { [passkeys] in
            try await passkeys.prove(answer, for: .signIn, hasOtherFactor: false, in: $0)
        }
        guard let proof else { throw try await refused(.wrongPasskey, nil, in: workspace.id, origin: origin) }
        let author = ChangeAuthor(.user(proof.user), from: origin)
        let step: SignInStep<Grant>?
        do {
            step = try await dispatcher.afterRevocations {
                try await databases.change(workspace.id, by: author) { [self] change in
                    guard let user = try await users.lockForIssuing(proof.user, in: change.transaction), user.isActive
                    else { return nil }
                    let proven = ProvenFactors([.passkey], isUserVerified: proof.isUserVerified)
                    return try await dispatcher.next(after: proven, of: user, in: workspace, change)
                }
            }
        } catch SignInRejection.verificationDemanded {
            throw try await refused(.verificationDemanded, proof.user, in: workspace.id, origin: origin)
        }
        guard let step else { throw try await refused(.userNotActive, proof.user, in: workspace.id, origin: origin) }
        return step
    }

    /// Writes the refusal down. Of nobody's only while the workspace has not seen too many of them: whoever sends nonsense fills no
    /// audit, and can't hide what somebody's own key did.
    private func refused(
        _ reason: SignInRejection,
        _ user: UserID?,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> SignInRejection {
        guard user == nil else { return try await refuse(reason, user, in: workspace, origin: origin) }
        let counter = keys.counter("passkey-refusals", limit: Self.entries)
        let allowance = RefusalAllowance(databases: databases, storage: throttle, clock: clock)
        guard try await allowance.take(counter, in: workspace) else { return reason }
        return try await refuse(reason, user, in: workspace, origin: origin)
    }

    /// The workspace in which the reply's passkey was made, where that is another one than `workspace`. All share one RP ID,
    /// so a browser may offer it here.
    package func otherWorkspace(of answer: PasskeyAnswer, than workspace: WorkspaceID) -> WorkspaceID? {
        guard let handle = try? AuthenticationReply(json: answer.credential).userHandle,
            let home = PasskeyUserHandle.workspace(of: handle), home != workspace
        else { return nil }
        return home
    }
}
