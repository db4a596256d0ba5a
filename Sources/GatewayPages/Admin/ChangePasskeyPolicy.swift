import GatewayHTTP
import HTTPTypes
import SignIn
import WebAuthn
import Workspaces

/// `GET` and `POST /w/{workspace}/admin/passkeys`
struct ChangePasskeyPolicy: Sendable {
    /// Bytes of the field for models: each on a line of its own, with room for white space.
    private static let maximumModelBytes = PasskeyPolicy.mostModels * 48

    let policy: ManagePasskeyPolicy
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showPasskeyPolicyPage",
                .get,
                "/w/{workspace}/admin/passkeys",
                "Which passkeys the workspace takes.",
                query: [QueryParameter("saved", .string(), "Whether the policy was changed just now."), .newsMark],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(.policiesRead) { request, workspace, user in
                    var page = try await page(workspace, user)
                    page.wasSaved = request.query.told("saved", to: user.session.id) != nil
                    return try pages.answer(page, in: request.language)
                }
            ),
            Route(
                "changePasskeyPolicy",
                .post,
                "/w/{workspace}/admin/passkeys",
                "Sets which passkeys the workspace takes from now on.",
                body: .form([
                    .required("takes", maximumBytes: 16, "`any`, `proven` or `models`."),
                    .optional("models", maximumBytes: Self.maximumModelBytes, "AAGUIDs, in lines."),
                ]),
                answers: [
                    AnswerForm(.seeOther, "It is set, or asks for a fresh proof."),
                    AnswerForm(.unprocessableContent, "The page again, with what to mend.", type: .html),
                ],
                problems: [
                    .invalidRequest, .crossSiteRequest, .notFound, .insufficientScope, .workspaceSuspended,
                ],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(.policiesWrite) { request, workspace, user in
                    try await change(request, workspace, user)
                }
            ),
        ]
    }

    private func page(_ workspace: Workspace, _ user: SignedInUser) async throws -> PasskeyPolicyPage {
        PasskeyPolicyPage(
            place: Place(workspace: workspace, user: user.user.name, admin: (.passkeys, user.user.role)),
            overview: try await policy.find(in: workspace.id),
            mayChange: user.user.role.permissions.contains(.policiesWrite)
        )
    }

    private func change(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer
    {
        guard let takes = request.form["takes"].flatMap({ PasskeyPolicyPage.Takes(rawValue: $0) }),
            let saved = LocalPath(AdminSection.passkeys.address(at: Place(workspace: workspace).root))
        else { throw Problem(.invalidRequest) }
        let typed = request.form["models"] ?? ""
        do {
            _ = try await policy.set(
                try takes.policy(models: typed),
                in: workspace.id,
                by: ChangeAuthor(.user(user.user.id), from: request.origin)
            )
            return .seeOther(saved.telling("saved", "1", to: user.session.id))
        } catch let trouble as PasskeyPolicyPage.Trouble {
            return try await again(trouble, takes, typed, request, workspace, user)
        } catch let rejection as ManagePasskeyPolicy.Rejection {
            return try await again(PasskeyPolicyPage.Trouble(rejection), takes, typed, request, workspace, user)
        }
    }

    private func again(
        _ trouble: PasskeyPolicyPage.Trouble,
        _ takes: PasskeyPolicyPage.Takes,
        _ typed: String,
        _ request: GatewayRequest,
        _ workspace: Workspace,
        _ user: SignedInUser
    ) async throws -> Answer {
        var page = try await page(workspace, user)
        page.trouble = trouble
        page.typed = (takes, typed)
        return try pages.answer(page, in: request.language, status: .unprocessableContent)
    }
}
