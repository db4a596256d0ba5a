package import GatewayHTTP
import HTTPTypes
import Workspaces

/// `GET /w/{workspace}/sign-in`
package enum ShowSignIn {
    package static func route(_ pages: PageRenderer) -> Route {
        Route(
            "showSignIn",
            .get,
            "/w/{workspace}/sign-in",
            "The page that asks who one is.",
            query: [
                QueryParameter("return_to", .string(), "Where to go then: a path of this server."),
                QueryParameter("signed_out", .string(), "Whether one was signed out just now."),
                QueryParameter("password_set", .string(), "Whether one set a password just now."),
                QueryParameter("passkey", .string(), "What became of a passkey just now."),
                QueryParameter("expired", .string(), "Whether a sign-in took too long."),
            ],
            answers: [
                AnswerForm(.ok, "The page.", type: .html), AnswerForm(.seeOther, "One is signed in already."),
            ],
            problems: [.notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .visitor { request, workspace, user in
                let place = Place(workspace: workspace)
                let returnTo = SignInForm.returnTo(request.query["return_to"], within: place.root)
                guard user == nil else { return .seeOther(try returnTo ?? SignInForm.account(of: place)) }
                return try pages.answer(
                    SignInEmailPage(
                        place: place,
                        news: news(request.query),
                        hasExpired: request.query["expired"] != nil,
                        passkeyTrouble: request.query["passkey"].flatMap {
                            SignInEmailPage.PasskeyTrouble(rawValue: $0)
                        },
                        returnTo: returnTo?.description ?? ""
                    ),
                    in: request.language
                )
            }
        )
    }

    private static func news(_ query: FormParameters) -> SignInEmailPage.News? {
        if query["password_set"] != nil { return .passwordSet }
        return query["signed_out"] == nil ? nil : .signedOut
    }
}
