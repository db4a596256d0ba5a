import BoundedWorkers
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn
import Workspaces

/// `POST /w/{workspace}/sign-in`: the answer to one of the two questions.
package struct SubmitSignIn: Sendable {
    private let signIn: SignInWithPassword
    private let progress: SignInProgress
    private let pages: PageRenderer

    package init(signIn: SignInWithPassword, progress: SignInProgress, pages: PageRenderer) {
        self.signIn = signIn
        self.progress = progress
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
                AnswerForm(.seeOther, "One is signed in, or asked for a second factor; a cookie is set."),
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
            let step: SignInStep<BrowserGrant> = try await signIn(
                email: email.description,
                password: Secret(password),
                in: workspace,
                origin: request.origin
            )
            return try await progress.answer(step, request, workspace, replacing: user, returnTo)
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
}
