import Encoding
package import Secrets
package import Workspaces

/// Lets somebody back in as an owner who has lost all ways in, at an operator's hand.
///
/// One change: active, owner, a new password and no second factor, everything ended that was signed in. It leaves an entry
/// with the operator's name and reason, which every owner can read.
package struct RecoverOwner: Sendable {
    package static let maximumReasonCharacters = 500

    /// The reason is empty, too long, or has a control character.
    package struct BadReason: Error, Sendable {}

    let users: any UserStorage
    let sessions: any SessionStorage
    let factors: SecondFactors
    let transactions: any SignInTransactionStorage
    let revoke: RevokeAccessTokens
    let setPassword: SetPassword
    let clock: any WallClock

    /// - Parameter reason: why, for the owners to read; up to ``maximumReasonCharacters``.
    /// - Throws: ``BadReason``, `PasswordPolicyViolation`, `UserRejection.unknownUser`.
    package func callAsFunction(
        _ user: User,
        password: Secret<String>,
        because reason: String,
        in workspace: Workspace,
        by author: ChangeAuthor
    ) async throws {
        guard !reason.isEmpty, reason.count <= Self.maximumReasonCharacters,
            !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw BadReason() }
        try await setPassword(password, of: user, in: workspace, by: author) { [self] found, change in
            change.record(
                AuditEvent(.ownerRecovered, .user(found.id), changes: [AuditChange("reason", to: .string(reason))])
            )
            let revokedAt = try await revoke(.user(found.id, in: workspace.id))
            try await users.setTokensRevoked(at: revokedAt, of: found.id, in: change)
            if !found.isActive { try await users.setStatus(.active, of: found, revokedAt: nil, in: change) }
            if found.role != .owner { try await users.setRole(.owner, of: found, revokedAt: revokedAt, in: change) }
            try await factors.removeAll(of: found.id, in: change)
            try await transactions.removeAll(of: found.id, in: change.transaction)
            try await sessions.endAll(
                of: found.id,
                keeping: nil,
                because: .recoveredByOperator,
                at: clock.now,
                in: change
            )
        }
    }
}
