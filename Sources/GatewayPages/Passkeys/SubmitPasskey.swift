import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `POST /w/{workspace}/sign-in/passkey` and `/sign-in/second-factor/passkey`: the browser's reply to a challenge.
struct SubmitPasskey: Sendable {
    let signIn: SignInWithPasskey
    let continueSignIn: ContinueSignIn
    let directory: WorkspaceDirectory
    let progress: SignInProgress
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "submitPasskey",
                .post,
                "/w/{workspace}/sign-in/passkey",
                "Signs in by a passkey alone.",
                body: .form(PasskeyForm.fields),
                answers: [AnswerForm(.seeOther, "One is signed in, or told what went wrong.")],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .visitor { request, workspace, user in try await alone(request, workspace, user) }
            ),
            Route(
                "submitSecondFactorPasskey",
                .post,
                "/w/{workspace}/sign-in/second-factor/passkey",
                "Takes a passkey as the second factor, or the one that is made where one is demanded.",
                body: .form(PasskeyForm.fields),
                answers: [
                    AnswerForm(.seeOther, "One is signed in, or asked again."),
                    AnswerForm(.ok, "One is signed in: recovery codes, shown this once.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .tooManyRequests],
                problemForm: .page,
                endpoint: .visitor { request, workspace, user in try await second(request, workspace, user) }
            ),
        ]
    }

    private func alone(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser?) async throws
        -> Answer
    {
        let place = Place(workspace: workspace)
        let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
        let answer = PasskeyForm.answer(request)
        // All workspaces share one RP ID, so the browser offers passkeys of all of them: each leads to its own.
        if let home = signIn.otherWorkspace(of: answer, than: workspace.id),
            let other = try await directory.find(home), other.state == .active
        {
            return try back(to: Place(workspace: other), "sign-in", ["passkey": "elsewhere"], nil)
        }
        do {
            let step: SignInStep<BrowserGrant> = try await signIn(answer, in: workspace, origin: request.origin)
            return try await progress.answer(step, request, workspace, replacing: user, returnTo)
        } catch SignInRejection.verificationDemanded {
            return try back(to: place, "sign-in", ["passkey": "unverified"], returnTo)
        } catch let rejection as SignInRejection where Problem(rejection).code == .invalidCredentials {
            return try back(to: place, "sign-in", ["passkey": "refused"], returnTo)
        }
    }

    private func second(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser?) async throws
        -> Answer
    {
        let place = Place(workspace: workspace)
        let returnTo = SignInForm.returnTo(request.form["return_to"], within: place.root)
        let answer = AnswerFactor(signIn: continueSignIn, progress: progress)
        do {
            let passkey = FactorAnswer.passkey(PasskeyForm.answer(request))
            return try await answer(passkey, request, workspace, replacing: user, returnTo) {
                // The page leads on to enrolment where that is what is waited for.
                try back(to: place, "sign-in/second-factor", ["method": "passkey", "refused": "1"], returnTo)
            }
        } catch is PasskeyNotAllowed {
            return try progress.enrolment(place, returnTo, after: .notAllowed)
        }
    }

    private func back(
        to place: Place,
        _ page: String,
        _ query: KeyValuePairs<String, String>,
        _ returnTo: LocalPath?
    ) throws -> Answer {
        guard var path = LocalPath("\(place.root)/\(page)") else { throw Problem(.notFound) }
        for (name, value) in query { path = path.adding(name, value) }
        return .seeOther(returnTo.map { path.adding("return_to", $0.description) } ?? path)
    }
}
