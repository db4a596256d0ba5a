package import GatewayHTTP
import HTTPTypes
package import SignIn
import Workspaces

/// `/w/{workspace}/account/authenticator…`: the authenticator app is set up, replaced, removed. Each asks for a fresh proof.
package struct ChangeAuthenticator: Sendable {
    private let factors: ManageSecondFactors
    private let progress: SignInProgress
    private let pages: PageRenderer

    package init(factors: ManageSecondFactors, progress: SignInProgress, pages: PageRenderer) {
        self.factors = factors
        self.progress = progress
        self.pages = pages
    }

    package var routes: [Route] {
        [
            route("showAuthenticator", .get, "", "What the authenticator app is for, and how to set it up.", show),
            route("beginAuthenticator", .post, "", "Draws the secret of an authenticator app and shows it.", begin),
            route("showAuthenticatorCode", .get, "/confirm", "Asks for a code of the secret that was shown.", ask),
            route("confirmAuthenticator", .post, "/confirm", "Takes the authenticator app into use.", confirm),
            route("showAuthenticatorRemoval", .get, "/remove", "Asks whether to remove the app.", askRemoval),
            route("removeAuthenticator", .post, "/remove", "Removes the authenticator app.", remove),
        ]
    }

    private typealias Handler = @Sendable (GatewayRequest, Workspace, SignedInUser) async throws -> Answer

    private func route(
        _ id: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        _ handler: @escaping Handler
    ) -> Route {
        Route(
            id,
            method,
            PathTemplate(stringLiteral: "/w/{workspace}/account/authenticator\(path)"),
            summary,
            body: method == .get ? .none : .form(path == "/confirm" ? CodeForm.fields : []),
            answers: [
                AnswerForm(.ok, "The page.", type: .html),
                AnswerForm(.seeOther, "It is done, or asks for a fresh proof."),
            ],
            problems: [.crossSiteRequest, .notFound, .workspaceSuspended, .secondFactorDemanded],
            problemForm: .page,
            needsFreshProof: true,
            endpoint: .browserSession(nil, handler)
        )
    }

    private func place(_ workspace: Workspace, _ user: SignedInUser) -> Place {
        Place(workspace: workspace, user: user.user.name)
    }

    private func setup(_ place: Place) -> AuthenticatorSetupPage {
        AuthenticatorSetupPage(
            place: place,
            confirmAddress: "\(place.root)/account/authenticator/confirm",
            beginAddress: "\(place.root)/account/authenticator"
        )
    }

    @Sendable private func show(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws
        -> Answer
    {
        let overview = try await factors.overview(of: user.user, in: workspace.id)
        let page = AuthenticatorPage(place: place(workspace, user), overview: overview)
        return try pages.answer(page, in: request.language)
    }

    @Sendable private func begin(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws
        -> Answer
    {
        var page = setup(place(workspace, user))
        page.enrolment = try await factors.beginTOTP(user.holder, in: workspace)
        return try pages.answer(page, in: request.language)
    }

    @Sendable private func ask(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) throws -> Answer
    {
        try pages.answer(setup(place(workspace, user)), in: request.language)
    }

    @Sendable private func confirm(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws
        -> Answer
    {
        let place = place(workspace, user)
        do {
            let (codes, cookie) = try await factors.confirmTOTP(
                request.form["code"] ?? "",
                user.holder,
                in: workspace.id,
                origin: request.origin
            )
            let next = try AccountNews.authenticatorAdded.page(place)
            var answer =
                codes.isEmpty
                ? Answer.seeOther(next)
                : try pages.answer(
                    RecoveryCodesPage(place: place, codes: codes, next: next.description),
                    in: request.language
                )
            if let cookie { answer.cookies = progress.set(cookie, request, workspace) }
            return answer
        } catch let rejection as FactorRejection {
            guard rejection == .wrongCode else { throw Problem(rejection) }
            var page = setup(place)
            page.isRefused = true
            return try pages.answer(page, in: request.language, status: .unprocessableContent)
        } catch let rejection as StepUpRejection {
            throw Problem(rejection)
        }
    }

    @Sendable private func askRemoval(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser)
        async throws -> Answer
    {
        let overview = try await factors.overview(of: user.user, in: workspace.id)
        let page = RemoveAuthenticatorPage(place: place(workspace, user), isDemanded: overview.demand != .none)
        return try pages.answer(page, in: request.language)
    }

    @Sendable private func remove(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws
        -> Answer
    {
        do {
            try await factors.removeTOTP(user.holder, in: workspace.id, origin: request.origin)
        } catch let rejection as FactorRejection {
            throw Problem(rejection)
        }
        return .seeOther(try AccountNews.authenticatorRemoved.page(place(workspace, user)))
    }
}
