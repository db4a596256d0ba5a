package import Workspaces

/// Finds out whose address a mail goes to, and makes the link that it invites to open.
package struct PrepareLetter: Sendable {
    let users: any UserStorage
    let makeLink: MakePasswordLink

    /// nil where the address is nobody's (any more), or of somebody who may not sign in.
    package func callAsFunction(
        _ mail: OutgoingMail,
        in workspace: Workspace,
        _ transaction: WorkspaceTransaction
    ) async throws -> Letter? {
        guard let user = try await users.find(mail.recipient, in: transaction) else { return nil }
        switch mail.notice {
        case .passwordResetAsked:
            guard user.isActive else { return nil }
            let token = try await makeLink(.reset, for: user, in: transaction)
            return Letter(mail: mail, workspace: workspace, name: user.name, link: .passwordReset(token))
        case .passwordChanged, .passwordKnownToSomebodyElse, .factorAdded, .factorRemoved, .recoveryCodeUsed,
            .recoveryCodesReplaced, .factorsReset:
            return Letter(mail: mail, workspace: workspace, name: user.name, link: nil)
        }
    }
}
