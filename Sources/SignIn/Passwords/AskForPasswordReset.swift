package import Workspaces

/// Somebody forgot the password.
///
/// What is done at once is the same for every address, known or not: one mail is queued. Whose address it is, is found out
/// when the mail is sent, so that neither the answer nor its time tells (attacks 5.1 #1).
package struct AskForPasswordReset: Sendable {
    /// Mails to one address: three at once, then one in twenty minutes. Nobody's mailbox is filled by it.
    package static let perAddress = RateLimit(burst: 3, refill: 1_200)
    /// Mails that one network asks for in one workspace.
    package static let perNetwork = RateLimit(burst: 30, refill: 60)

    let databases: any WorkspaceDatabaseAccess
    let throttle: any ThrottleStorage
    let keys: ThrottleKeys
    let notify: NotifyByMail
    let clock: any WallClock

    /// Throws ``TooManyTries``, whosever the address is; nothing is queued then.
    ///
    /// - Parameter language: the tag of the language that the mail is to be in.
    package func callAsFunction(
        _ email: EmailAddress,
        language: String?,
        in workspace: WorkspaceID,
        from origin: RequestOrigin
    ) async throws {
        let network = Array((origin.sourceNetwork ?? "unknown").utf8)
        let counters = [
            keys.counter("reset-address", Array(email.key.utf8), limit: Self.perAddress),
            keys.counter("reset-network", network, limit: Self.perNetwork),
        ]
        try await databases.transaction(on: workspace) { [throttle, clock] in
            try await throttle.take(counters, at: clock.now, in: $0)
        }
        // In one of its own: counters may be lost in a crash of the database, a promised mail may not.
        try await databases.transaction(on: workspace) { [notify] transaction in
            try await notify(.passwordResetAsked, to: email, language: language, in: transaction)
        }
    }
}
