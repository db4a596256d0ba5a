package import GatewayHTTP
package import SignIn

/// The routes of the pages. One file an operation; here they come together.
package enum PageRoutes {
    /// All pages, and what they are made of.
    package static func all(_ pages: PageRenderer, _ useCases: SignInUseCases, url: PublicURL) -> [Route] {
        let (factors, endSession) = (useCases.factors, useCases.endSession)
        let setPassword = useCases.operators.setPassword
        let cookies = SessionCookies(for: url)
        let accounts = ShowAccount.routes(useCases.listSessions, factors.manage, pages)
        let passwords =
            AskForReset.routes(useCases.askForPasswordReset, pages)
            + ChoosePassword.routes(useCases.setPasswordByLink, pages)
        let progress = SignInProgress(url: url, endSession: endSession, pages: pages)
        let submit = SubmitSignIn(signIn: useCases.signIn, progress: progress, pages: pages)
        let second = AskSecondFactor(
            signIn: factors.continueSignIn,
            find: factors.find,
            progress: progress,
            pages: pages
        )
        let enrolment = AskEnrolment(
            signIn: factors.continueSignIn,
            find: factors.find,
            progress: progress,
            pages: pages
        )
        let passkey = SubmitPasskey(
            signIn: factors.signInWithPasskey,
            continueSignIn: factors.continueSignIn,
            directory: useCases.operators.directory,
            progress: progress,
            pages: pages
        )
        let passkeys = AccountPasskeys(manage: factors.managePasskeys, pages: pages)
        let stepUp = AskStepUp(stepUp: factors.stepUp, progress: progress, pages: pages)
        let authenticator = ChangeAuthenticator(factors: factors.manage, progress: progress, pages: pages)
        let own =
            stepUp.routes + authenticator.routes + RenewRecoveryCodes(factors: factors.manage, pages: pages).routes
            + ChangeAccountPassword(setPassword: setPassword, pages: pages).routes
        let admin =
            ChangePolicy(policy: factors.managePolicy, people: factors.people, pages: pages).routes
            + ChangePasskeyPolicy(policy: factors.managePasskeyPolicy, pages: pages).routes
            + ShowPeople(people: factors.people, reset: factors.reset, pages: pages).routes
        return StartRoutes.routes(pages) + accounts + passwords + second.routes + enrolment.routes + own + admin
            + passkey.routes + passkeys.routes + [
                ServeAsset.route,
                ShowAdmin.route,
                ShowSignIn.route(pages),
                submit.route,
                ShowSignOut.route(pages),
                SignOut.route(endSession, cookies),
                EndAccountSession.route(endSession, cookies),
            ]
    }
}
