package import WebAuthn
package import Workspaces

/// What the faces ask for: the use cases of people at the door and of those who came in by it, which need to know who we are.
package struct SignInUseCases: Sendable {
    /// The name of the asset API in `aud`.
    private static let assetAudience = "asset-api"

    package let operators: OperatorUseCases
    package let factors: SecondFactorUseCases
    package let signIn: SignInWithPassword
    package let refresh: RefreshSession
    package let revokeToken: RevokeToken
    package let endSession: EndSession
    package let verify: VerifyOwnAccessToken
    package let browserSessions: AuthenticateBrowserSession
    package let listSessions: ListSessions
    package let listAudit: ListAudit
    package let askForPasswordReset: AskForPasswordReset
    package let setPasswordByLink: SetPasswordByLink
    package let feed: RevocationFeed

    /// - Parameters:
    ///   - issuer: our public address.
    ///   - relyingParty: who we are to passkeys.
    ///   - attestationRoots: whom their attestations may lead to.
    package init(
        _ operators: OperatorUseCases,
        issuer: String,
        relyingParty: RelyingParty,
        attestationRoots: AttestationRoots
    ) {
        let storage = operators.storage
        let (clock, random) = (operators.clock, operators.random)
        let throttleKeys = ThrottleKeys(operators.sealing)
        let issue = IssueAccessToken(
            issuer: issuer,
            assetAudience: Self.assetAudience,
            keys: operators.keys,
            clock: clock,
            random: random
        )
        self.operators = operators
        factors = SecondFactorUseCases(
            operators,
            open: OpenSession(
                directory: operators.directory,
                sessions: storage.sessions,
                tokens: storage.refreshTokens,
                issue: issue,
                clock: clock,
                random: random
            ),
            relyingParty: relyingParty,
            attestationRoots: attestationRoots
        )
        signIn = SignInWithPassword(
            databases: storage.databases,
            users: storage.users,
            passwords: storage.passwords,
            hasher: operators.hasher,
            decoys: PasswordDecoys(operators.sealing),
            throttle: ThrottleSignIn(
                control: storage.control,
                storage: storage.throttle,
                networks: storage.signInNetworks,
                keys: throttleKeys,
                clock: clock,
                random: random
            ),
            dispatcher: factors.dispatcher,
            refuse: factors.refuse,
            clock: clock,
            random: random
        )
        endSession = EndSession(
            databases: storage.databases,
            sessions: storage.sessions,
            revoke: operators.revoke,
            clock: clock
        )
        refresh = RefreshSession(
            databases: storage.databases,
            directory: operators.directory,
            users: storage.users,
            policy: storage.policy,
            sessions: storage.sessions,
            tokens: storage.refreshTokens,
            endSession: endSession,
            issue: issue,
            sealing: operators.sealing,
            clock: clock
        )
        verify = VerifyOwnAccessToken(issuer: issuer, keys: operators.keys, log: operators.log, clock: clock)
        revokeToken = RevokeToken(
            databases: storage.databases,
            directory: operators.directory,
            sessions: storage.sessions,
            tokens: storage.refreshTokens,
            endSession: endSession,
            verify: verify
        )
        browserSessions = AuthenticateBrowserSession(
            databases: storage.databases,
            users: storage.users,
            policy: storage.policy,
            sessions: storage.sessions,
            clock: clock
        )
        listSessions = ListSessions(databases: storage.databases, sessions: storage.sessions, clock: clock)
        listAudit = ListAudit(databases: storage.databases, audit: storage.audit)
        askForPasswordReset = AskForPasswordReset(
            databases: storage.databases,
            throttle: storage.throttle,
            keys: throttleKeys,
            notify: operators.notify,
            clock: clock
        )
        setPasswordByLink = SetPasswordByLink(
            databases: storage.databases,
            users: storage.users,
            links: storage.passwordLinks,
            setPassword: operators.setPassword,
            clock: clock
        )
        feed = RevocationFeed(issuer: issuer, log: operators.log, keys: operators.keys, clock: clock)
    }
}
