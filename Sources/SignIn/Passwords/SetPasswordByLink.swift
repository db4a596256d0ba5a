package import Secrets
package import Workspaces

/// Why a link does not set a password.
package enum PasswordLinkRejection: Error, Equatable, Sendable {
    /// Not a link of ours, used, replaced, expired, or of a user who is not active or has another address now. One answer.
    case noGood
}

/// Sets the password of whoever holds a link.
///
/// It signs nobody in: whoever has set the password signs in with it, and with the second factor where there is one
/// (attacks 5.1 #6).
package struct SetPasswordByLink: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let links: any PasswordLinkStorage
    let setPassword: SetPassword
    let clock: any WallClock

    /// Whose password the link would set. Looking changes nothing: scanners of mail open links too.
    ///
    /// - Throws: ``PasswordLinkRejection``.
    package func holder(of text: String, _ purpose: PasswordLink.Purpose, in workspace: WorkspaceID) async throws
        -> User
    {
        let token = try token(text, purpose, workspace)
        return try await databases.transaction(on: workspace) {
            try await self.holder(of: token, purpose, in: $0) { _ in true }
        }
    }

    /// Sets the password, and uses up the link in the same change.
    ///
    /// Throws ``PasswordLinkRejection``, `PasswordPolicyViolation`, which leaves the link as good as it was, and
    /// `BoundedWorkersFull` where no hash can be made now.
    package func callAsFunction(
        _ text: String,
        _ purpose: PasswordLink.Purpose,
        password: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws {
        let token = try token(text, purpose, workspace.id)
        let user = try await databases.transaction(on: workspace.id) {
            try await self.holder(of: token, purpose, in: $0) { workspace.honours(issuedAt: $0.madeAt) }
        }
        let author = ChangeAuthor(.user(user.id), from: origin)
        try await setPassword(password, of: user, in: workspace, by: author) { [links, clock] locked, change in
            // Hashing takes its time, and whoever deactivates somebody meanwhile must not find the password set after it.
            guard locked.isActive, locked.email.key.utf8.elementsEqual(user.email.key.utf8),
                try await links.consume(token.hash, at: clock.now, in: change.transaction)
            else { throw PasswordLinkRejection.noGood }
        }
    }

    private func token(
        _ text: String,
        _ purpose: PasswordLink.Purpose,
        _ workspace: WorkspaceID
    ) throws(PasswordLinkRejection) -> OpaqueToken {
        guard let token = OpaqueToken(parsing: text, as: purpose.tokenKind), token.workspace == workspace.bytes else {
            throw .noGood
        }
        return token
    }

    private func holder(
        of token: OpaqueToken,
        _ purpose: PasswordLink.Purpose,
        in transaction: WorkspaceTransaction,
        isHonoured: (PasswordLink) -> Bool
    ) async throws -> User {
        guard let link = try await links.find(token.hash, in: transaction), link.purpose == purpose,
            clock.now < link.expiresAt, isHonoured(link),
            let user = try await users.find(link.user, in: transaction), user.isActive,
            user.email.key.utf8.elementsEqual(link.emailKey.utf8)
        else { throw PasswordLinkRejection.noGood }
        return user
    }
}
