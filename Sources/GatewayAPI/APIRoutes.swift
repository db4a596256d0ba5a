package import GatewayHTTP
package import SignIn
import Workspaces

/// The routes of the API: JSON for programs and OAuth for applications. One file an operation; here they come together.
package enum APIRoutes {
    /// All routes of the API but the description of them all.
    ///
    /// - Parameter securityContact: a `mailto:` or `https:` address.
    package static func all(_ useCases: SignInUseCases, url: PublicURL, securityContact: String) -> [Route] {
        let operators = useCases.operators
        let findUser: @Sendable (UserID, WorkspaceID) async throws -> User? = { [users = operators.users] in
            try await users.find($0, in: $1)
        }
        return ServeMetadata.routes(url) + [
            ServeKeySet.route(operators.keys),
            ServeRevocations.route(useCases.feed),
            ServeSecurityText.route(url, contact: securityContact, clock: operators.clock),
            ExchangeToken.route(useCases.refresh),
            RevokeTokens.route(useCases.revokeToken),
            SignInByPassword.route(useCases.signIn),
            BeginSignInEnrolment.route(useCases.factors.continueSignIn),
            ShowMe.route(findUser),
            ListMySessions.route(useCases.listSessions),
            EndMySession.route(useCases.endSession),
            ListAuditEntries.route(useCases.listAudit),
            ChangeMyPassword.route(operators.setPassword, findUser),
            ResetUserFactors.route(useCases.factors.reset),
        ] + SignInBySecondFactor.routes(useCases.factors.continueSignIn)
            + SignInByPasskey.routes(useCases.factors)
            + MyPasskeys.routes(useCases.factors.managePasskeys)
            + MyFactors.routes(useCases.factors.manage, findUser, useCases.factors.managePolicy)
            + StepUpMySession.routes(useCases.factors.stepUp)
            + SetPolicy.routes(useCases.factors.managePolicy)
            + SetPasskeyPolicy.routes(useCases.factors.managePasskeyPolicy)
    }
}
