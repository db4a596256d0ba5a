package import GatewayHTTP
package import SignIn

/// The routes of the pages. One file an operation; here they come together.
package enum PageRoutes {
    /// All pages, and what they are made of.
    package static func all(
        _ pages: PageRenderer,
        url: PublicURL,
        signIn: SignInWithPassword,
        listSessions: ListSessions,
        endSession: EndSession,
        askForPasswordReset: AskForPasswordReset,
        setPasswordByLink: SetPasswordByLink
    ) -> [Route] {
        let cookies = SessionCookies(for: url)
        let submit = SubmitSignIn(signIn: signIn, endSession: endSession, cookies: cookies, pages: pages)
        let accounts = ShowAccount.routes(listSessions, pages)
        let passwords = AskForReset.routes(askForPasswordReset, pages) + ChoosePassword.routes(setPasswordByLink, pages)
        return StartRoutes.routes(pages) + accounts + passwords + [
            ServeAsset.route,
            ShowSignIn.route(pages),
            submit.route,
            ShowSignOut.route(pages),
            SignOut.route(endSession, cookies),
            EndAccountSession.route(endSession, cookies),
        ]
    }
}
