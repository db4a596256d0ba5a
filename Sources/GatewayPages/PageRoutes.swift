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
        endSession: EndSession
    ) -> [Route] {
        let cookies = SessionCookies(for: url)
        let submit = SubmitSignIn(signIn: signIn, endSession: endSession, cookies: cookies, pages: pages)
        return StartRoutes.routes(pages) + ShowAccount.routes(listSessions, pages) + [
            ServeAsset.route,
            ShowSignIn.route(pages),
            submit.route,
            ShowSignOut.route(pages),
            SignOut.route(endSession, cookies),
            EndAccountSession.route(endSession, cookies),
        ]
    }
}
