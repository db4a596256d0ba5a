import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `/w/{workspace}/account/authenticator…`: the authenticator app is set up, replaced, removed. Each asks for a fresh proof.
struct ChangeAuthenticator: Sendable {
    let factors: ManageSecondFactors
    let progress: SignInProgress
    let pages: PageRenderer

    var routes: [Route] {
        [
            page("showAuthenticator", "", "What the authenticator app is for, and how to set it up.", show),
            act(
                "beginAuthenticator",
                "",
                "Draws the secret of an authenticator app and shows it.",
                [Self.shown, Self.elsewhere],
                begin
            ),
            page("showAuthenticatorCode", "/confirm", "Asks for a code of the secret that was shown.", ask),
            act(
                "confirmAuthenticator",
                "/confirm",
                "Takes the authenticator app into use.",
                fields: CodeForm.fields,
                [
                    AnswerForm(.ok, "Recovery codes, where there were none: shown this once.", type: .html),
                    AnswerForm(.seeOther, "It is in use, or asks for a fresh proof."),
                    AnswerForm(.unprocessableContent, "The question again: that was no code of it.", type: .html),
                ],
                problems: [.invalidRequest],
                confirm
            ),
            page("showAuthenticatorRemoval", "/remove", "Asks whether to remove the app.", askRemoval),
            act(
                "removeAuthenticator",
                "/remove",
                "Removes the authenticator app.",
                [AnswerForm(.seeOther, "It is removed, or asks for a fresh proof.")],
                problems: [.secondFactorDemanded],
                remove
            ),
        ]
    }

    private typealias Handler = @Sendable (GatewayRequest, Workspace, SignedInUser) async throws -> Answer

    private static let shown = AnswerForm(.ok, "The page.", type: .html)
    private static let elsewhere = AnswerForm(.seeOther, "One must sign in first, or prove anew who one is.")

    private func page(_ id: String, _ path: String, _ summary: String, _ handler: @escaping Handler) -> Route {
        Route(
            id,
            .get,
            PathTemplate(stringLiteral: "/w/{workspace}/account/authenticator\(path)"),
            summary,
            answers: [Self.shown, Self.elsewhere],
            problems: [.notFound, .workspaceSuspended],
            problemForm: .page,
            needsFreshProof: true,
            endpoint: .browserSession(nil, handler)
        )
    }

    private func act(
        _ id: String,
        _ path: String,
        _ summary: String,
        fields: [FormField] = [],
        _ answers: [AnswerForm],
        problems: [ProblemCode] = [],
        _ handler: @escaping Handler
    ) -> Route {
        Route(
            id,
            .post,
            PathTemplate(stringLiteral: "/w/{workspace}/account/authenticator\(path)"),
            summary,
            body: .form(fields),
            answers: answers,
            problems: problems + [.crossSiteRequest, .notFound, .workspaceSuspended],
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
            let next = try AccountNews.authenticatorAdded.page(place, user.session.id)
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
        let page = RemoveAuthenticatorPage(place: place(workspace, user), overview: overview)
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
        return .seeOther(try AccountNews.authenticatorRemoved.page(place(workspace, user), user.session.id))
    }
}
