import Credentials
import FoundationEssentials
import Workspaces

/// What somebody answers who is asked for a second factor.
package enum FactorAnswer: Sendable {
    /// The text as it was typed.
    case totp(String)
    case recoveryCode(String)
    case passkey(PasskeyAnswer)

    package var factor: SignInFactor {
        switch self {
        case .totp: .totp
        case .recoveryCode: .recoveryCode
        case .passkey: .passkey
        }
    }
}

/// Judges an answer and spends what it was: the same for signing in and for step-up.
struct VerifyFactor: Sendable {
    let factors: SecondFactors
    let secrets: SealedTOTPSecrets
    let passkeys: Passkeys
    let notify: NotifyByMail
    let clock: any WallClock

    /// Whether the answer is right, within the change that holds the lock on the user. A right answer is spent by it.
    ///
    /// - Parameters:
    ///   - purpose: for what a passkey's challenge must have been given out.
    ///   - hasOtherFactor: whether another factor than a passkey was proved besides.
    func callAsFunction(
        _ answer: FactorAnswer,
        of user: User,
        for purpose: PasskeyPurpose,
        hasOtherFactor: Bool,
        in change: WorkspaceChange
    ) async throws -> Bool {
        switch answer {
        case .totp(let text): try await isTOTP(text, of: user.id, in: change.transaction)
        case .recoveryCode(let text): try await redeem(text, of: user, in: change)
        case .passkey(let answer):
            try await passkeys.prove(answer, for: purpose, hasOtherFactor: hasOtherFactor, in: change.transaction)
                != nil
        }
    }

    private func isTOTP(_ text: String, of user: UserID, in transaction: WorkspaceTransaction) async throws -> Bool {
        guard let code = TOTPCode(text), let stored = try await factors.totp.find(of: user, in: transaction) else {
            return false
        }
        let secret = try secrets.open(stored.sealedSecret, of: user, in: transaction.workspace)
        guard let step = TOTP.step(of: code, by: secret, at: clock.now.unixSeconds) else { return false }
        return try await factors.totp.consume(step: step, of: user, in: transaction)
    }

    private func redeem(_ text: String, of user: User, in change: WorkspaceChange) async throws -> Bool {
        guard let code = RecoveryCode(typed: text),
            try await factors.recoveryCodes.redeem(code.hash, of: user.id, in: change)
        else { return false }
        let left = try await factors.recoveryCodes.count(of: user.id, in: change.transaction)
        try await notify(.recoveryCodeUsed(left: left), to: user.email, in: change.transaction)
        return true
    }
}
