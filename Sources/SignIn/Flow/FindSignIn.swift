import FoundationEssentials
package import Secrets
package import Workspaces

/// What the next page of a sign-in needs to know of it.
package struct BegunSignIn: Sendable {
    package let wait: SignInWait
    /// By which factors it can go on, in the order in which they are offered.
    package let methods: [SignInFactor]
}

/// Finds a sign-in that has begun by its token, at the door where it began.
package struct FindSignIn: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let transactions: any SignInTransactionStorage
    let factors: SecondFactors
    let clock: any WallClock

    /// Where a browser's sign-in stands; nil where it has not begun, or is over.
    package func callAsFunction(_ token: Secret<String>, in workspace: WorkspaceID) async throws -> BegunSignIn? {
        let begun: SignInTransaction
        do {
            begun = try await transaction(token, BrowserGrant.channel, in: workspace)
        } catch is SignInRejection {
            return nil
        }
        switch begun.wait {
        case .enrolment:
            return BegunSignIn(wait: .enrolment, methods: EnrolledFactors.enrollable)
        case .secondFactor:
            let enrolled = try await databases.transaction(on: workspace) { [factors] in
                try await factors.enrolled(of: begun.user, in: $0)
            }
            return BegunSignIn(
                wait: .secondFactor,
                methods: enrolled.second(besides: begun.proven)
            )
        }
    }

    /// Throws ``SignInRejection/unknownTransaction``.
    func transaction(
        _ token: Secret<String>,
        _ channel: SignInChannel,
        in workspace: WorkspaceID
    ) async throws -> SignInTransaction {
        guard let token = OpaqueToken(parsing: token.expose(), as: .signInTransaction),
            token.workspace == workspace.bytes,
            let begun = try await databases.transaction(
                on: workspace,
                { [transactions] in try await transactions.find(token.hash, in: $0) }
            ),
            begun.channel == channel, clock.now < begun.expiresAt
        else { throw SignInRejection.unknownTransaction }
        return begun
    }
}
