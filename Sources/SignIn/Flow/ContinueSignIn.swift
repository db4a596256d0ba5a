import Credentials
import FoundationEssentials
package import Secrets
import WebAuthn
package import Workspaces

/// Takes the answer that a begun sign-in waits for: a second factor, or the first code of one that is enrolled on the way.
package struct ContinueSignIn: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let transactions: any SignInTransactionStorage
    let find: FindSignIn
    let factors: SecondFactors
    let verify: VerifyFactor
    let enrol: EnrolTOTP
    let passkeys: EnrolPasskey
    let throttle: ThrottleSecondFactor
    let guesses: WarnOfGuesses
    let dispatcher: SignInDispatcher
    let refuse: RefuseSignIn

    /// Throws ``SignInRejection``, ``PasskeyNotAllowed`` and ``TooManyTries``.
    package func callAsFunction<Grant: SignInGrant>(
        _ answer: FactorAnswer,
        to token: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<Grant> {
        guard workspace.state == .active else { throw SignInRejection.workspaceNotActive }
        let begun = try await find.transaction(token, Grant.channel, in: workspace.id)
        let step: SignInStep<Grant>?
        do {
            step = try await throttle(
                answer.throttled,
                of: begun.user,
                challenge: begun.hash.bytes,
                in: workspace.id
            ) {
                let spent = try await spend(answer, begun, in: workspace.id)
                return try await dispatcher.afterRevocations {
                    try await goOn(answer, spent, begun, in: workspace, origin: origin)
                }
            }
        } catch let refusal as PasskeyNotAllowed {
            try await refuse.record(refusal.code.rawValue, begun.user, in: workspace.id, origin: origin)
            throw refusal
        }
        if let step { return step }
        // Only where a password was right is a wrong code a sign that somebody else knows it.
        if begun.wait == .secondFactor, begun.proven.factors.contains(.password) {
            try await guesses.count(of: begun.user, in: workspace.id, origin: origin)
        }
        throw try await refuse(.wrongCode, begun.user, in: workspace.id, origin: origin)
    }

    /// Draws the secret of an authenticator app for a sign-in that waits for enrolment.
    ///
    /// Throws ``SignInRejection/unknownTransaction``, also where the sign-in waits for something else.
    package func beginTOTP(
        _ token: Secret<String>,
        at channel: SignInChannel,
        in workspace: Workspace
    ) async throws -> TOTPEnrolment {
        let begun = try await find.transaction(token, channel, in: workspace.id)
        guard begun.wait == .enrolment else { throw SignInRejection.unknownTransaction }
        return try await databases.transaction(on: workspace.id) { [self] transaction in
            let user = try await lock(begun, in: transaction)
            return try await enrol.begin(for: user, by: .signIn(begun.hash), in: workspace, transaction)
        }
    }

    /// Asks for a passkey: one that the user has, or where the sign-in waits for enrolment a new one. The sign-in's own token
    /// comes back with the reply.
    ///
    /// Throws ``SignInRejection/unknownTransaction``.
    package func askForPasskey(
        _ token: Secret<String>,
        at channel: SignInChannel,
        in workspace: Workspace
    ) async throws -> PasskeyQuestion {
        let begun = try await find.transaction(token, channel, in: workspace.id)
        return try await databases.transaction(on: workspace.id) { [self] transaction in
            let user = try await lock(begun, in: transaction)
            if begun.wait == .secondFactor, begun.proven.factors.contains(.passkey) {
                throw SignInRejection.unknownTransaction
            }
            return switch begun.wait {
            case .secondFactor:
                try await passkeys.passkeys.ask(for: .secondFactor(user.id, begun.hash), in: transaction)
            case .enrolment:
                try await passkeys.passkeys.askForNew(
                    user,
                    for: .enrolment(user.id, begun.hash),
                    in: workspace,
                    transaction
                )
            }
        }
    }

    /// The user, locked, of a sign-in that can go on.
    ///
    /// One that waits for enrolment can't once its user has a factor: whoever else began it with the password alone would
    /// put a factor of their own in its place (attacks 5.2 #15). For update then, so that of two enrolments the second sees
    /// what the first left.
    private func lock(_ begun: SignInTransaction, in transaction: WorkspaceTransaction) async throws -> User {
        let found =
            switch begun.wait {
            case .secondFactor: try await users.lockForIssuing(begun.user, in: transaction)
            case .enrolment: try await users.lock(begun.user, in: transaction)
            }
        guard let found, found.isActive else { throw SignInRejection.unknownTransaction }
        if begun.wait == .enrolment, try await factors.enrolled(of: found.id, in: transaction).haveSecond {
            throw SignInRejection.unknownTransaction
        }
        return found
    }

    /// The challenge that a new passkey answers. Spent by a change of its own, so that a refusal that undoes the rest leaves
    /// nothing to answer again; nil where there is none.
    private func spend(
        _ answer: FactorAnswer,
        _ begun: SignInTransaction,
        in workspace: WorkspaceID
    ) async throws -> SpentPasskeyChallenge? {
        guard begun.wait == .enrolment, case .passkey(let answer) = answer else { return nil }
        return try await databases.transaction(on: workspace) { [passkeys] in
            try await passkeys.passkeys.ceremonies.spend(answer, for: .enrolment(begun.user, begun.hash), in: $0)
        }
    }

    /// nil where the answer is wrong.
    private func goOn<Grant: SignInGrant>(
        _ answer: FactorAnswer,
        _ spent: SpentPasskeyChallenge?,
        _ begun: SignInTransaction,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<Grant>? {
        try await databases.change(workspace.id, by: ChangeAuthor(.user(begun.user), from: origin)) { [self] change in
            let user = try await lock(begun, in: change.transaction)
            var codes: [RecoveryCode] = []
            switch begun.wait {
            case .secondFactor:
                // What was proved already is not another factor, nor is one that is gone meanwhile.
                let enrolled = try await factors.enrolled(of: user.id, in: change.transaction)
                guard enrolled.second(besides: begun.proven).contains(answer.factor) else { return nil }
                let purpose = PasskeyPurpose.secondFactor(user.id, begun.hash)
                guard try await verify(answer, of: user, for: purpose, hasOtherFactor: true, in: change) else {
                    return nil
                }
            case .enrolment:
                guard let fresh = try await enrolled(answer, spent, user, begun.hash, change) else { return nil }
                codes = fresh
            }
            // Of two right answers at once one goes on; the other rolls back.
            guard try await transactions.consume(begun.hash, in: change.transaction) else {
                throw SignInRejection.unknownTransaction
            }
            try await guesses.forget(of: user.id, in: change.transaction)
            let proven = begun.proven.adding(answer.factor)
            let step: SignInStep<Grant> = try await dispatcher.next(after: proven, of: user, in: workspace, change)
            return step.showing(codes)
        }
    }

    private func enrolled(
        _ answer: FactorAnswer,
        _ spent: SpentPasskeyChallenge?,
        _ user: User,
        _ begun: SecretHash,
        _ change: WorkspaceChange
    ) async throws -> [RecoveryCode]? {
        switch answer {
        case .totp(let text): try await enrol.confirm(text, of: user, by: .signIn(begun), in: change)
        case .passkey(let answer):
            if let spent {
                try await passkeys(answer, to: spent, named: nil, of: user, in: change)?.codes
            } else {
                nil
            }
        // Whoever has no factor has no recovery code.
        case .recoveryCode: nil
        }
    }
}

extension FactorAnswer {
    /// Whose counter it is held to.
    var throttled: ThrottledFactor {
        switch self {
        case .totp: .totp
        case .recoveryCode: .recoveryCode
        case .passkey: .passkey
        }
    }
}

extension SignInStep {
    /// The same step with these codes to be shown at its end.
    func showing(_ codes: [RecoveryCode]) -> SignInStep {
        switch self {
        case .complete(let grant, _): .complete(grant, recoveryCodes: codes)
        case .secondFactorRequired, .enrolmentRequired: self
        }
    }
}
