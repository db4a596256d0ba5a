package import Workspaces

/// Somebody forgot the password.
///
/// What is done at once is the same for every address, known or not: one mail is queued. Whose address it is, is found out
/// when the mail is sent, so that neither the answer nor its time tells (attacks 5.1 #1).
package struct AskForPasswordReset: Sendable {
    private let databases: any WorkspaceDatabaseAccess
    private let notify: NotifyByMail

    package init(databases: any WorkspaceDatabaseAccess, notify: NotifyByMail) {
        self.databases = databases
        self.notify = notify
    }

    /// - Parameter language: the tag of the language that the mail is to be in.
    package func callAsFunction(_ email: EmailAddress, language: String?, in workspace: WorkspaceID) async throws {
        try await databases.transaction(on: workspace) { [notify] in
            try await notify(.passwordResetAsked, to: email, language: language, in: $0)
        }
    }
}
