import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/sign-in/second-factor`: the sign-in that this browser's cookie stands for goes on.
struct AskSecondFactor: Sendable {
    let signIn: ContinueSignIn
    let find: FindSignIn
    let progress: SignInProgress
    let pages: PageRenderer

    private var answer: AnswerFactor { AnswerFactor(signIn: signIn, progress: progress) }

    var routes: [Route] {
        [
            Route(
                "showSecondFactor",
                .get,
                "/w/{workspace}/sign-in/second-factor",
                "Asks for the code of a second factor.",
                query: [
                    QueryParameter("refused", .string(), "Whether a passkey was refused just now."),
                    QueryParameter("method", .string(), "Which factor; the first that is offered where absent."),
                    QueryParameter("return_to", .string(), "Where to go then: a path of this server."),
                ],
                answers: [
                    AnswerForm(.ok, "The page.", type: .html),
                    AnswerForm(.seeOther, "No sign-in has begun in this browser, or it waits for something else."),
                ],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .door { request, workspace in try await show(request, workspace) }
            ),
            Route(
                "submitSecondFactor",
                .post,
                "/w/{workspace}/sign-in/second-factor",
                "Takes the code of a second factor.",
                body: .form(CodeForm.fields),
                answers: [
                    AnswerForm(.seeOther, "One is signed in; the cookie is set."),
                    AnswerForm(.unauthorized, "The question again, with what went wrong.", type: .html),
                    AnswerForm(.tooManyRequests, "The question again: no more tries for now.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .visitor { request, workspace, user in try await submit(request, workspace, user) }
            ),
        ]
    }

    private func show(_ request: GatewayRequest, _ workspace: Workspace) async throws -> Answer {
        let place = Place(workspace: workspace)
        let returnTo = SignInForm.returnTo(request.query["return_to"], within: place.root)
        guard let begun = try await begun(request, workspace) else { return try progress.expired(place, returnTo) }
        guard begun.wait == .secondFactor,
            let method = CodeForm.method(request.query["method"], among: begun.methods)
        else {
            return try progress.enrolment(place, returnTo, after: request.query["refused"] == nil ? nil : .refused)
        }
        var page = FactorQuestionPage(
            occasion: .signIn,
            place: place,
            method: method,
            methods: begun.methods,
            returnTo: returnTo?.description ?? ""
        )
        if method == .passkey, let token = progress.token(request, workspace) {
            page.passkey = try await signIn.askForPasskey(token, at: BrowserGrant.channel, in: workspace)
        }
        if request.query["refused"] != nil { page.trouble = .refused }
        return try pages.answer(page, in: request.language)
    }

    private func submit(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser?) async throws
        -> Answer
    {
        let place = Place(workspace: workspace)
        let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
        guard let begun = try await begun(request, workspace),
            let method = CodeForm.method(request.form["method"], among: begun.methods),
            let code = CodeForm.answer(request.form["code"] ?? "", to: method)
        else { return try progress.expired(place, returnTo) }
        var page = FactorQuestionPage(
            occasion: .signIn,
            place: place,
            method: method,
            methods: begun.methods,
            returnTo: returnTo?.description ?? ""
        )
        do {
            return try await answer(code, request, workspace, replacing: user, returnTo) {
                page.trouble = .refused
                return try pages.answer(page, in: request.language, status: ProblemCode.invalidCredentials.status)
            }
        } catch let refusal as TooManyTries {
            page.trouble = .tooManyTries(minutes: refusal.minutes)
            return try pages.answer(page, refusal, in: request.language)
        }
    }

    private func begun(_ request: GatewayRequest, _ workspace: Workspace) async throws -> BegunSignIn? {
        guard let token = progress.token(request, workspace) else { return nil }
        return try await find(token, in: workspace.id)
    }
}

extension TooManyTries {
    /// Whole minutes, since seconds are nothing that a person counts.
    var minutes: Int { (retryAfter + 59) / 60 }
}

extension PageRenderer {
    /// A question again, to which no more answers are taken for now.
    func answer(_ page: some Page, _ refusal: TooManyTries, in language: Language) throws -> Answer {
        var answer = try answer(page, in: language, status: .tooManyRequests)
        answer.headers[.retryAfter] = "\(refusal.retryAfter)"
        return answer
    }
}
