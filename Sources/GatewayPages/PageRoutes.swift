package import GatewayHTTP
package import SignIn

/// The routes of the pages. One file an operation; here they come together.
package enum PageRoutes {
    /// All pages, and what they are made of.
    package static func all(
        _ pages: PageRenderer,
        url: PublicURL,
        signIn: SignInWithPassword,
        factors: SecondFactorUseCases,
        listSessions: ListSessions,
        endSession: EndSession,
        askForPasswordReset: AskForPasswordReset,
        setPasswordByLink: SetPasswordByLink
    ) -> [Route] {
        let cookies = SessionCookies(for: url)
        let accounts = ShowAccount.routes(listSessions, pages)
        let passwords = AskForReset.routes(askForPasswordReset, pages) + ChoosePassword.routes(setPasswordByLink, pages)
        let progress = SignInProgress(url: url, endSession: endSession, pages: pages)
        let submit = SubmitSignIn(signIn: signIn, progress: progress, pages: pages)
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
        return StartRoutes.routes(pages) + accounts + passwords + second.routes + enrolment.routes + [
            ServeAsset.route,
            ShowSignIn.route(pages),
            submit.route,
            ShowSignOut.route(pages),
            SignOut.route(endSession, cookies),
            EndAccountSession.route(endSession, cookies),
        ]
    }
}
