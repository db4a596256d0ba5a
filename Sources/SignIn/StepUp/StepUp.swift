import Credentials
import Encoding
import FoundationEssentials
package import Secrets
package import Workspaces

/// Why a fresh proof is not taken.
package enum StepUpRejection: String, Error, Sendable {
    case wrongPassword = "wrong_password"
    case wrongCode = "wrong_code"
    /// Whoever has a second factor proves by it: a password alone may be what was stolen.
    case methodNotAccepted = "method_not_accepted"
    case sessionOver = "session_over"
}

/// Somebody who is signed in proves anew who they are, by a second factor where they have one, else by the password. It
/// opens, for five minutes, what a stolen session must not do (attacks 5.1 #9).
package struct StepUp: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let passwords: any PasswordStorage
    let hasher: PasswordHasher
    let factors: SecondFactors
    let verify: VerifyFactor
    let passkeys: Passkeys
    let throttle: ThrottleSecondFactor
    let renew: RenewProof

    /// By which factors the user can prove it, in the order in which they are offered.
    package func methods(of user: UserID, in workspace: WorkspaceID) async throws -> [SignInFactor] {
        try await databases.transaction(on: workspace) { try await methods(of: user, $0) }
    }

    /// - Returns: the browser's new cookie; nil for programs.
    /// - Throws: ``StepUpRejection``, ``TooManyTries``, and `BoundedWorkersFull` where no hash can be computed now.
    package func byPassword(
        _ typed: Secret<String>,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> BrowserGrant? {
        try await attempt(.password, .wrongPassword, holder, in: workspace, origin: origin) {
            let hash = try await databases.transaction(on: workspace) { [passwords] in
                try await passwords.find(of: holder.user, in: $0)
            }
            guard let password = try? NormalizedPassword(typed),
                case .right = try await hasher.verify(password, against: hash)
            else { return nil }
            return try await prove(.password, holder, in: workspace, origin: origin) { user, change in
                // Read anew under the lock: it may have been changed while we hashed.
                try await passwords.find(of: user.id, in: change.transaction) == hash
            }
        }
    }

    /// Asks for a passkey of somebody who is signed in.
    package func askForPasskey(_ holder: SignedInSession, in workspace: WorkspaceID) async throws -> PasskeyQuestion {
        try await databases.transaction(on: workspace) { [passkeys] in
            try await passkeys.ask(for: .stepUp(holder.user, holder.session), in: $0)
        }
    }

    /// - Returns: the browser's new cookie; nil for programs.
    /// - Throws: ``StepUpRejection``, ``TooManyTries``.
    package func byFactor(
        _ answer: FactorAnswer,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> BrowserGrant? {
        try await attempt(answer.throttled, .wrongCode, holder, in: workspace, origin: origin) {
            try await prove(answer.factor, holder, in: workspace, origin: origin) { user, change in
                try await verify(
                    answer,
                    of: user,
                    for: .stepUp(user.id, holder.session),
                    hasOtherFactor: false,
                    in: change
                )
            }
        }
    }

    private func methods(of user: UserID, _ transaction: WorkspaceTransaction) async throws -> [SignInFactor] {
        let enrolled = try await factors.enrolled(of: user, in: transaction)
        return enrolled.haveSecond ? enrolled.second : [.password]
    }

    /// Counts the try, has it judged, and writes a wrong one down.
    private func attempt(
        _ factor: ThrottledFactor,
        _ wrong: StepUpRejection,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin,
        _ judge: @Sendable () async throws -> Proof?
    ) async throws -> BrowserGrant? {
        let proof = try await throttle(
            factor,
            of: holder.user,
            challenge: holder.session.bytes,
            counting: .stepUp,
            in: workspace,
            judge
        )
        if let proof { return proof.cookie }
        try await databases.change(workspace, by: ChangeAuthor(.user(holder.user), from: origin)) { change in
            change.record(
                AuditEvent(
                    .sessionStepUpRefused,
                    .session(holder.session),
                    changes: [AuditChange("reason", to: .string(wrong.rawValue))]
                )
            )
        }
        throw wrong
    }

    private struct Proof: Sendable {
        let cookie: BrowserGrant?
    }

    private func prove(
        _ factor: SignInFactor,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin,
        _ isRight: @Sendable (User, WorkspaceChange) async throws -> Bool
    ) async throws -> Proof? {
        try await databases.change(workspace, by: ChangeAuthor(.user(holder.user), from: origin)) { [self] change in
            guard let user = try await users.lockForIssuing(holder.user, in: change.transaction), user.isActive else {
                throw StepUpRejection.sessionOver
            }
            guard try await methods(of: user.id, change.transaction).contains(factor) else {
                throw StepUpRejection.methodNotAccepted
            }
            guard try await isRight(user, change) else { return nil }
            return Proof(cookie: try await renew(holder, by: factor, in: change))
        }
    }
}
