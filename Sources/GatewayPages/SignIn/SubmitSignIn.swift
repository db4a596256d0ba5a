import BoundedWorkers
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn
import Workspaces

/// `POST /w/{workspace}/sign-in`: the answer to one of the two questions.
package struct SubmitSignIn: Sendable {
    private let signIn: SignInWithPassword
    private let endSession: EndSession
    private let cookies: SessionCookies
    private let pages: PageRenderer

    package init(
        signIn: SignInWithPassword,
        endSession: EndSession,
        cookies: SessionCookies,
        pages: PageRenderer
    ) {
        self.signIn = signIn
        self.endSession = endSession
        self.cookies = cookies
        self.pages = pages
    }

    package var route: Route {
        Route(
            "submitSignIn",
            .post,
            "/w/{workspace}/sign-in",
            "Takes the mail address, then the password.",
            body: .form(SignInForm.fields),
            answers: [
                AnswerForm(.ok, "The next question.", type: .html),
                AnswerForm(.seeOther, "One is signed in; the cookie is set."),
                AnswerForm(.unauthorized, "The question again, with what went wrong.", type: .html),
                AnswerForm(.unprocessableContent, "The question again, with what is missing.", type: .html),
            ],
            problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .tooManyRequests, .busy],
            problemForm: .page,
            endpoint: .visitor { request, workspace, user in try await answer(request, workspace, user) }
        )
    }

    private func answer(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser?) async throws
        -> Answer
    {
        let place = Place(workspace: workspace)
        let typed = request.form["email"] ?? ""
        let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
        guard let email = EmailAddress(typed) else {
            return try pages.answer(
                SignInEmailPage(place: place, email: typed, isRefused: true, returnTo: returnTo?.description ?? ""),
                in: request.language,
                status: .unprocessableContent
            )
        }
        var question = SignInPasswordPage(place: place, email: typed, returnTo: returnTo?.description ?? "")
        guard let password = request.form["password"] else {
            return try pages.answer(question, in: request.language)
        }
        guard !password.isEmpty else {
            question.trouble = .missing
            return try pages.answer(question, in: request.language, status: .unprocessableContent)
        }
        do {
            let step = try await signIn.forBrowser(
                email: email.description,
                password: Secret(password),
                in: workspace,
                origin: request.origin
            )
            switch step {
            case .complete(let grant):
                try await endSessionBefore(user, request, workspace)
                return try welcome(grant, request, workspace, to: returnTo ?? SignInForm.account(of: place))
            }
        } catch let rejection as SignInRejection {
            let problem = Problem(rejection)
            guard problem.code == .invalidCredentials else { throw problem }
            question.trouble = .refused
            return try pages.answer(question, in: request.language, status: problem.code.status)
        } catch let refusal as TooManyTries {
            question.trouble = .tooMany
            var answer = try pages.answer(question, in: request.language, status: ProblemCode.tooManyRequests.status)
            answer.headers[.retryAfter] = "\(refusal.retryAfter)"
            return answer
        } catch is BoundedWorkersFull {
            question.trouble = .busy
            var answer = try pages.answer(question, in: request.language, status: ProblemCode.busy.status)
            answer.headers[.retryAfter] = "1"
            return answer
        }
    }

    /// Whoever signs in anew in the same browser leaves no session behind that nobody has the cookie of (attacks 5.3 #19).
    private func endSessionBefore(_ user: SignedInUser?, _ request: GatewayRequest, _ workspace: Workspace)
        async throws
    {
        guard let user else { return }
        _ = try await endSession(
            user.session.id,
            of: user.user.id,
            in: workspace.id,
            because: .signedOut,
            by: ChangeAuthor(.user(user.user.id), from: request.origin)
        )
    }

    private func welcome(
        _ grant: BrowserGrant,
        _ request: GatewayRequest,
        _ workspace: Workspace,
        to path: LocalPath
    ) throws -> Answer {
        var answer = Answer.seeOther(path)
        answer.cookies = cookies.set(
            grant.cookie,
            for: workspace.id,
            maximumAge: Int(SessionLifetime.absolute),
            having: request.headers
        )
        return answer
    }
}
