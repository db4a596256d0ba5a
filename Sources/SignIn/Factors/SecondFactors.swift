import Workspaces

/// Where second factors are kept: the one place that asks for all of them and removes all of them.
struct SecondFactors: Sendable {
    let totp: any TOTPStorage
    let recoveryCodes: any RecoveryCodeStorage
    let passkeys: any PasskeyStorage

    func enrolled(of user: UserID, in transaction: WorkspaceTransaction) async throws -> EnrolledFactors {
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
