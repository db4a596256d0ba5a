package import FoundationEssentials
import Workspaces

/// The second factors that somebody has.
package struct EnrolledFactors: Sendable, Equatable {
    /// What can be enrolled, in the order in which it is offered.
    package static let enrollable: [SignInFactor] = [.totp, .passkey]

    /// Since when there is an authenticator app; nil where there is none.
    package let totpSince: Date?
    package let recoveryCodesLeft: Int
    package let passkeys: Int

    package init(totpSince: Date?, recoveryCodesLeft: Int, passkeys: Int) {
        self.totpSince = totpSince
        self.recoveryCodesLeft = recoveryCodesLeft
        self.passkeys = passkeys
    }

    /// Recovery codes are the way back to a factor that is lost, not a factor to have.
    package var haveSecond: Bool { totpSince != nil || passkeys > 0 }

    /// Those that can be asked for, in the order in which they are offered.
    package var second: [SignInFactor] {
        guard haveSecond else { return [] }
        return (passkeys == 0 ? [] : [.passkey]) + (totpSince == nil ? [] : [.totp])
            + (recoveryCodesLeft == 0 ? [] : [.recoveryCode])
    }

    /// Those of them that can still be asked for. Recovery codes stand in for a factor that is lost: where the only one was
    /// just shown, there is nothing to stand in for.
    func second(besides proven: ProvenFactors) -> [SignInFactor] {
        let rest = second.filter { !proven.factors.contains($0) }
        return rest == [.recoveryCode] ? [] : rest
    }
}

/// Where second factors are kept: the one place that asks for all of them and removes all of them.
struct SecondFactors: Sendable {
    let totp: any TOTPStorage
    let recoveryCodes: any RecoveryCodeStorage
    let passkeys: any PasskeyStorage

    package func enrolled(of user: UserID, in transaction: WorkspaceTransaction) async throws -> EnrolledFactors {
        async let app = totp.find(of: user, in: transaction)
        async let codes = recoveryCodes.count(of: user, in: transaction)
        async let keys = passkeys.list(of: user, in: transaction)
        return EnrolledFactors(
            totpSince: try await app?.confirmedAt,
            recoveryCodesLeft: try await codes,
            passkeys: try await keys.count
        )
    }

    /// Leaves the user with a first factor alone.
    func removeAll(of user: UserID, in change: WorkspaceChange) async throws {
        _ = try await totp.remove(of: user, in: change)
        try await recoveryCodes.removeAll(of: user, in: change)
        try await passkeys.removeAllPasskeys(of: user, in: change)
    }
}
