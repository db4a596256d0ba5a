import BoundedWorkers
import Credentials
import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/account/step-up`: the one way for a browser to a fresh proof. It leads on to what the
/// person was about to do.
struct AskStepUp: Sendable {
    let stepUp: StepUp
    let progress: SignInProgress
    let pages: PageRenderer

    private static let fields: [FormField] = [
        .optional("code", maximumBytes: RecoveryCode.maximumTypedBytes, "Of a second factor, where there is one."),
        .optional("credential", maximumBytes: PasskeyForm.maximumCredentialBytes, "The reply of a passkey."),
        .optional("transaction", maximumBytes: 256, "The challenge's token, with the reply of a passkey."),
        .optional("password", maximumBytes: SignInForm.maximumPasswordBytes, "Where there is no second factor."),
        .optional("method", maximumBytes: 32, "Which factor it is; the first that is offered where absent."),
        .optional("return_to", maximumBytes: LocalPath.maximumBytes, "Where to go then: a path of this server."),
    ]

    var routes: [Route] {
        [
            Route(
                "showStepUpPage",
                .get,
                "/w/{workspace}/account/step-up",
                "Asks for a fresh proof of who one is.",
                query: [
                    QueryParameter("method", .string(), "Which factor; the first that is offered where absent."),
                    QueryParameter("return_to", .string(), "Where to go then: a path of this server."),
                    QueryParameter("unsaved", .string(), "Whether something was sent that is to be sent once more."),
                    .newsMark,
                ],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(nil) { request, workspace, user in
                    var page = try await page(request.query, workspace, user)
                    page.unsavedOf = request.query.told("unsaved", to: user.session.id).map { _ in user.session.id }
                    return try pages.answer(page, in: request.language)
                }
            ),
            Route(
                "submitStepUp",
                .post,
                "/w/{workspace}/account/step-up",
                "Takes a fresh proof of who one is, and gives the session a new cookie.",
                body: .form(Self.fields),
                answers: [
                    AnswerForm(.seeOther, "It is proved."),
                    AnswerForm(.unauthorized, "The question again, with what went wrong.", type: .html),
                    AnswerForm(.tooManyRequests, "The question again: no more tries for now.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .busy],
                problemForm: .page,
                endpoint: .browserSession(nil) { request, workspace, user in
                    try await submit(request, workspace, user)
                }
            ),
        ]
    }

    private func page(_ parameters: FormParameters, _ workspace: Workspace, _ user: SignedInUser) async throws
        -> FactorQuestionPage
    {
        let place = Place(workspace: workspace, user: user.user.name)
        let methods = try await stepUp.methods(of: user.user.id, in: workspace.id)
        guard let method = CodeForm.method(parameters["method"], among: methods) else { throw Problem(.notFound) }
        let returnTo = SignInForm.returnTo(parameters["return_to"], within: place.root)
        return FactorQuestionPage(
            occasion: .stepUp,
            place: place,
            method: method,
            methods: methods,
            passkey: method == .passkey ? try await stepUp.askForPasskey(user.holder, in: workspace.id) : nil,
            returnTo: returnTo?.description ?? ""
        )
    }

    private func submit(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer
    {
        var page = try await page(request.form, workspace, user)
        do {
            let grant = try await prove(request, page.method, workspace, user)
            var answer = Answer.seeOther(try LocalPath(page.returnTo) ?? SignInForm.account(of: page.place))
            if let grant { answer.cookies = progress.set(grant, request, workspace) }
            return answer
        } catch let rejection as StepUpRejection {
            let problem = Problem(rejection)
            guard problem.code == .invalidCredentials else { throw problem }
            page.trouble = .refused
            return try pages.answer(page, in: request.language, status: problem.code.status)
        } catch let refusal as TooManyTries {
            page.trouble = .tooManyTries(minutes: refusal.minutes)
            return try pages.answer(page, refusal, in: request.language)
        } catch is BoundedWorkersFull {
            page.trouble = .busy
            return try pages.answer(page, in: request.language, status: ProblemCode.busy.status)
        }
    }

    private func prove(
        _ request: GatewayRequest,
        _ method: SignInFactor,
        _ workspace: Workspace,
        _ user: SignedInUser
    ) async throws -> BrowserGrant? {
        if method == .passkey {
            let answer = FactorAnswer.passkey(PasskeyForm.answer(request))
            return try await stepUp.byFactor(answer, user.holder, in: workspace.id, origin: request.origin)
        }
        if let answer = CodeForm.answer(request.form["code"] ?? "", to: method) {
            return try await stepUp.byFactor(answer, user.holder, in: workspace.id, origin: request.origin)
        }
        return try await stepUp.byPassword(
            Secret(request.form["password"] ?? ""),
            user.holder,
            in: workspace.id,
            origin: request.origin
        )
    }
}

extension SignedInUser {
    /// The person as somebody whose session can be proved anew.
    var holder: SignedInSession { SignedInSession(user: user.id, session: session.id, channel: .browser) }
}
