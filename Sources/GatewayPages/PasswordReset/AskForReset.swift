import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/password-reset`: mails a link to whoever forgot the password.
enum AskForReset {
    static func routes(_ ask: AskForPasswordReset, _ pages: PageRenderer) -> [Route] {
        [
            Route(
                "showPasswordReset",
                .get,
                "/w/{workspace}/password-reset",
                "The page that asks for the mail address.",
                query: [QueryParameter("email", .string(), "What was typed at the sign-in.")],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .door { request, workspace in
                    let typed = request.query["email"] ?? ""
                    return try pages.answer(
                        AskForResetPage(
                            place: Place(workspace: workspace),
                            email: EmailAddress(typed) == nil ? "" : typed
                        ),
                        in: request.language
                    )
                }
            ),
            Route(
                "askForPasswordReset",
                .post,
                "/w/{workspace}/password-reset",
                "Mails a link. The answer is the same whoever's address it is.",
                body: .form([.required("email", maximumBytes: SignInForm.maximumEmailBytes, "The mail address.")]),
                answers: [
                    AnswerForm(.ok, "The link is on its way, if the address is known.", type: .html),
                    AnswerForm(.unprocessableContent, "The question again, with what is missing.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .tooManyRequests],
                problemForm: .page,
                endpoint: .door { request, workspace in
                    let typed = request.form["email"] ?? ""
                    var page = AskForResetPage(place: Place(workspace: workspace), email: typed)
                    guard let email = EmailAddress(typed) else {
                        page.isRefused = true
                        return try pages.answer(page, in: request.language, status: .unprocessableContent)
                    }
                    try await ask(
                        email,
                        language: request.language.rawValue,
                        in: workspace.id,
                        from: request.origin
                    )
                    page.isDone = true
                    return try pages.answer(page, in: request.language)
                }
            ),
        ]
    }
}
