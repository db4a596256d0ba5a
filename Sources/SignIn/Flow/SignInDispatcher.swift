import FoundationEssentials
import Secrets
import Workspaces

/// The one place that decides what comes after a step of a sign-in, from what is stored: for pages and for JSON, whatever
/// the step was. Steps come back to it and never call each other.
struct SignInDispatcher: Sendable {
    let factors: SecondFactors
    let policy: any PolicyStorage
    let transactions: any SignInTransactionStorage
    let networks: any SignInNetworkStorage
    let open: OpenSession
    let clock: any WallClock
    let random: any RandomSource

    /// The next step for somebody who has proved that much, within the change that holds the lock on the user.
    ///
    /// Whoever has a second factor is asked for it, whatever the policy says; whoever has none and must, enrols one.
    func next<Grant: SignInGrant>(
        after proven: ProvenFactors,
        of user: User,
        in workspace: Workspace,
        _ change: WorkspaceChange
    ) async throws -> SignInStep<Grant> {
        if !proven.areMultiple {
            async let enrolment = factors.enrolled(of: user.id, in: change.transaction)
            let policy = try await policy.find(in: change.transaction)
            let enrolled = try await enrolment
            let others = enrolled.second(besides: proven)
            if enrolled.haveSecond, !others.isEmpty {
                return .secondFactorRequired(
                    try await begin(.secondFactor, Grant.channel, proven, user, others, change.transaction)
                )
            }
            if policy.demand(on: user, at: clock.now) == .now {
                // What one has was just shown; a factor of knowledge or of the body is what is missing.
                guard !enrolled.haveSecond else { throw SignInRejection.verificationDemanded }
                return .enrolmentRequired(
                    try await begin(
                        .enrolment,
                        Grant.channel,
                        proven,
                        user,
                        EnrolledFactors.enrollable,
                        change.transaction
                    )
                )
            }
        }
        // Not before: whoever has the password alone is no better known than before.
        async let remembered: Void = networks.remember(
            ThrottleSignIn.network(of: change.author.origin),
            of: user.id,
            at: clock.now,
            in: change.transaction
        )
        let grant = try await Grant.open(open, user, in: workspace, by: proven.methods, change)
        try await remembered
        return .complete(grant, recoveryCodes: [])
    }

    /// What `change` returns, the transaction in which ``next(after:of:in:_:)`` is called: where a session is opened at its
    /// end, a token is issued.
    func afterRevocations<R>(_ change: () async throws -> R) async throws -> R {
        try await open.issue.afterRevocations(change)
    }

    private func begin(
        _ wait: SignInWait,
        _ channel: SignInChannel,
        _ proven: ProvenFactors,
        _ user: User,
        _ methods: [SignInFactor],
        _ transaction: WorkspaceTransaction
    ) async throws -> SignInChallenge {
        let token = OpaqueToken(
            kind: .signInTransaction,
            workspace: transaction.workspace.bytes,
            secret: random.bytes(OpaqueToken.secretBytes)
        )
        let now = clock.now
        let begun = SignInTransaction(
            hash: token.hash,
            user: user.id,
            channel: channel,
            proven: proven,
            wait: wait,
            expiresAt: now.addingTimeInterval(SignInTransaction.lifetime)
        )
        try await transactions.insert(begun, at: now, in: transaction)
        return SignInChallenge(transaction: token.text, methods: methods, expiresAt: begun.expiresAt)
    }
}
