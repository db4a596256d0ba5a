import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `/w/{workspace}/sign-in/enrolment…`: somebody of whom the workspace demands a second factor gets one, and nothing else
/// before.
struct AskEnrolment: Sendable {
    let signIn: ContinueSignIn
    let find: FindSignIn
    let progress: SignInProgress
    let pages: PageRenderer

    private var answer: AnswerFactor { AnswerFactor(signIn: signIn, progress: progress) }

    private static let returnTo = FormField.optional(
        "return_to",
        maximumBytes: LocalPath.maximumBytes,
        "Where to go then: a path of this server."
    )

    var routes: [Route] { [show, begin, confirm] }

    private var show: Route {
        Route(
            "showEnrolment",
            .get,
            "/w/{workspace}/sign-in/enrolment",
            "Says that a second factor is demanded, and how to get one.",
            query: [
                QueryParameter("return_to", .string(), "Where to go then: a path of this server."),
                QueryParameter(EnrolmentPage.Trouble.parameter, .string(), "What became of a passkey just now."),
            ],
            answers: [
                AnswerForm(.ok, "The page.", type: .html),
                AnswerForm(.seeOther, "No sign-in in this browser waits for that."),
            ],
            problems: [.notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .door { request, workspace in
                let place = Place(workspace: workspace)
                let returnTo = SignInForm.returnTo(request.query["return_to"], within: place.root)
                guard let token = progress.token(request, workspace),
                    let begun = try await find(token, in: workspace.id), begun.wait == .enrolment
                else { return try progress.expired(place, returnTo) }
                return try pages.answer(
                    EnrolmentPage(
                        place: place,
                        returnTo: returnTo?.description ?? "",
                        passkey: try await signIn.askForPasskey(token, at: BrowserGrant.channel, in: workspace),
                        trouble: request.query[EnrolmentPage.Trouble.parameter].flatMap {
                            EnrolmentPage.Trouble(rawValue: $0)
                        }
                    ),
                    in: request.language
                )
            }
        )
    }

    private var begin: Route {
        Route(
            "beginEnrolmentTOTP",
            .post,
            "/w/{workspace}/sign-in/enrolment/authenticator",
            "Draws the secret of an authenticator app and shows it.",
            body: .form([Self.returnTo]),
            answers: [
                AnswerForm(.ok, "The secret, shown this once.", type: .html),
                AnswerForm(.seeOther, "No sign-in in this browser waits for that."),
            ],
            problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .door { request, workspace in
                let place = Place(workspace: workspace)
                let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
                guard let token = progress.token(request, workspace) else {
                    return try progress.expired(place, returnTo)
                }
                do {
                    var page = setup(place, returnTo)
                    page.enrolment = try await signIn.beginTOTP(token, at: BrowserGrant.channel, in: workspace)
                    return try pages.answer(page, in: request.language)
                } catch is SignInRejection {
                    return try progress.expired(place, returnTo)
                }
            }
        )
    }

    private var confirm: Route {
        Route(
            "confirmEnrolmentTOTP",
            .post,
            "/w/{workspace}/sign-in/enrolment/authenticator/confirm",
            "Takes the first code of the authenticator app, and signs in.",
            body: .form(CodeForm.fields),
            answers: [
                AnswerForm(.ok, "One is signed in: recovery codes, shown this once.", type: .html),
                AnswerForm(.seeOther, "No sign-in in this browser waits for that."),
                AnswerForm(.unauthorized, "The question again, with what went wrong.", type: .html),
                AnswerForm(.tooManyRequests, "The question again: no more tries for now.", type: .html),
            ],
            problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .visitor { request, workspace, user in try await take(request, workspace, user) }
        )
    }

    private func take(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser?) async throws -> Answer {
        let place = Place(workspace: workspace)
        let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
        var page = setup(place, returnTo)
        page.isRefused = true
        do {
            let code = FactorAnswer.totp(request.form["code"] ?? "")
            return try await answer(code, request, workspace, replacing: user, returnTo) { [page] in
                try pages.answer(page, in: request.language, status: ProblemCode.invalidCredentials.status)
            }
        } catch let refusal as TooManyTries {
            return try pages.answer(page, refusal, in: request.language)
        }
    }

    private func setup(_ place: Place, _ returnTo: LocalPath?) -> AuthenticatorSetupPage {
        AuthenticatorSetupPage(
            place: place,
            confirmAddress: "\(place.root)/sign-in/enrolment/authenticator/confirm",
            beginAddress: "\(place.root)/sign-in/enrolment/authenticator",
            returnTo: returnTo?.description ?? ""
        )
    }
}
