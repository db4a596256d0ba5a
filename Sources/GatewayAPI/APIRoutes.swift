package import GatewayHTTP
package import SignIn
package import Workspaces

/// The routes of the API: JSON for programs and OAuth for applications. One file an operation; here they come together.
package struct APIRoutes: Sendable {
    /// What the operations ask of the domain.
    package struct UseCases: Sendable {
        package let signIn: SignInWithPassword
        package let factors: SecondFactorUseCases
        package let setPassword: SetPassword
        package let refresh: RefreshSession
        package let revoke: RevokeToken
        package let findUser: @Sendable (UserID, WorkspaceID) async throws -> User?
        package let listSessions: ListSessions
        package let endSession: EndSession
        package let listAudit: ListAudit
        package let keys: SigningKeyRing
        package let feed: RevocationFeed
        package let clock: any WallClock

        package init(
            signIn: SignInWithPassword,
            factors: SecondFactorUseCases,
            setPassword: SetPassword,
            refresh: RefreshSession,
            revoke: RevokeToken,
            findUser: @escaping @Sendable (UserID, WorkspaceID) async throws -> User?,
            listSessions: ListSessions,
            endSession: EndSession,
            listAudit: ListAudit,
            keys: SigningKeyRing,
            feed: RevocationFeed,
            clock: any WallClock
        ) {
            self.signIn = signIn
            self.factors = factors
            self.setPassword = setPassword
            self.refresh = refresh
            self.revoke = revoke
            self.findUser = findUser
            self.listSessions = listSessions
            self.endSession = endSession
            self.listAudit = listAudit
            self.keys = keys
            self.feed = feed
            self.clock = clock
        }
    }

    /// All routes of the API but the description of them all.
    ///
    /// - Parameter securityContact: a `mailto:` or `https:` address.
    package static func all(_ useCases: UseCases, url: PublicURL, securityContact: String) -> [Route] {
        ServeMetadata.routes(url) + [
            ServeKeySet.route(useCases.keys),
            ServeRevocations.route(useCases.feed),
            ServeSecurityText.route(url, contact: securityContact, clock: useCases.clock),
            ExchangeToken.route(useCases.refresh),
            RevokeTokens.route(useCases.revoke),
            SignInByPassword.route(useCases.signIn),
            BeginSignInEnrolment.route(useCases.factors.continueSignIn),
            ShowMe.route(useCases.findUser),
            ListMySessions.route(useCases.listSessions),
            EndMySession.route(useCases.endSession),
            ListAuditEntries.route(useCases.listAudit),
            ChangeMyPassword.route(useCases.setPassword, useCases.findUser),
            ResetUserFactors.route(useCases.factors.reset),
        ] + SignInBySecondFactor.routes(useCases.factors.continueSignIn)
            + SignInByPasskey.routes(useCases.factors)
            + MyPasskeys.routes(useCases.factors.managePasskeys)
            + MyFactors.routes(useCases.factors.manage, useCases.findUser, useCases.factors.managePolicy)
            + StepUpMySession.routes(useCases.factors.stepUp)
            + SetPolicy.routes(useCases.factors.managePolicy)
            + SetPasskeyPolicy.routes(useCases.factors.managePasskeyPolicy)
    }
}
