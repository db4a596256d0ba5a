package import Secrets
package import Workspaces

/// Makes links. Only the token's hash is kept.
package struct MakePasswordLink: Sendable {
    let links: any PasswordLinkStorage
    let clock: any WallClock
    let random: any RandomSource

    /// The token of a fresh link for the user; a former link of that purpose is no good any more.
    package func callAsFunction(
        _ purpose: PasswordLink.Purpose,
        for user: User,
        in transaction: WorkspaceTransaction
    ) async throws -> Secret<String> {
        let token = OpaqueToken(
            kind: purpose.tokenKind,
            workspace: transaction.workspace.bytes,
            secret: random.bytes(OpaqueToken.secretBytes)
        )
        try await links.replace(
            with: PasswordLink(
                hash: token.hash,
                purpose: purpose,
                user: user.id,
                emailKey: user.email.key,
                madeAt: clock.now
            ),
            in: transaction
        )
        return token.text
    }
}
