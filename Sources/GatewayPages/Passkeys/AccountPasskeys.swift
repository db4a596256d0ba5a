import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `/w/{workspace}/account/passkeys…`: one's own passkeys. The page asks for a fresh proof, so that adding one takes two
/// presses and no question in between.
struct AccountPasskeys: Sendable {
    let manage: ManagePasskeys
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showPasskeys",
                .get,
                "/w/{workspace}/account/passkeys",
                "One's passkeys.",
                query: [QueryParameter("news", .string(), "What was done just now."), .newsMark],
                answers: [
                    AnswerForm(.ok, "The page.", type: .html),
                    AnswerForm(.seeOther, "One must sign in first, or prove anew who one is."),
                ],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    try pages.answer(
                        PasskeysPage(
                            place: Place(workspace: workspace, user: user.user.name),
                            overview: try await manage.list(of: user.user.id, in: workspace.id),
                            question: try await manage.ask(user.holder, in: workspace),
                            news: request.query.told("news", to: user.session.id)
                                .flatMap { PasskeysPage.News(rawValue: $0) }
                        ),
                        in: request.language
                    )
                }
            ),
            Route(
                "changePasskeys",
                .post,
                "/w/{workspace}/account/passkeys",
                "Takes a passkey into use, gives one another name, or removes one.",
                body: .form(
                    [
                        .optional("action", maximumBytes: 16, "add, rename or remove; add where absent."),
                        .optional("passkey", maximumBytes: 36, "Which one is renamed or removed."),
                        .optional("name", maximumBytes: PasskeyName.maximumBytes, "The new name."),
                        .optional("credential", maximumBytes: PasskeyForm.maximumCredentialBytes, "Of the one to add."),
                    ] + PasskeyForm.fields.filter { $0.name != "credential" }
                ),
                answers: [
                    AnswerForm(.seeOther, "It is done or refused; the page says which."),
                    AnswerForm(.ok, "Recovery codes, where there were none: shown this once.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    switch request.form["action"] ?? "add" {
                    case "add": try await add(request, workspace, user)
                    case "rename": try await rename(request, workspace, user)
                    case "remove": try await remove(request, workspace, user)
                    default: throw Problem(.invalidRequest)
                    }
                }
            ),
        ]
    }

    private func add(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer {
        do {
            let added = try await manage.add(
                PasskeyForm.answer(request),
                named: nil,
                user.holder,
                in: workspace.id,
                origin: request.origin
            )
            guard !added.codes.isEmpty else { return .seeOther(try page(workspace, .added, user)) }
            let place = Place(workspace: workspace, user: user.user.name)
            return try pages.answer(
                RecoveryCodesPage(
                    place: place,
                    codes: added.codes,
                    next: try page(workspace, .added, user).description
                ),
                in: request.language
            )
        } catch FactorRejection.wrongPasskey {
            return .seeOther(try page(workspace, .refused, user))
        } catch is PasskeyNotAllowed {
            return .seeOther(try page(workspace, .notAllowed, user))
        }
    }

    private func rename(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer
    {
        guard let name = PasskeyName(request.form["name"] ?? "") else {
            return .seeOther(try page(workspace, .nameWrong, user))
        }
        return try await change(request, workspace, user, .renamed) { id in
            try await manage.rename(id, to: name, user.holder, in: workspace.id, origin: request.origin)
        }
    }

    private func remove(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer
    {
        try await change(request, workspace, user, .removed) { id in
            try await manage.remove(id, user.holder, in: workspace.id, origin: request.origin)
        }
    }

    private func change(
        _ request: GatewayRequest,
        _ workspace: Workspace,
        _ user: SignedInUser,
        _ news: PasskeysPage.News,
        _ body: (PasskeyID) async throws -> Void
    ) async throws -> Answer {
        guard let id = request.form["passkey"].flatMap({ PasskeyID(text: $0) }) else { throw Problem(.notFound) }
        do {
            try await body(id)
            return .seeOther(try page(workspace, news, user))
        } catch FactorRejection.demanded {
            return .seeOther(try page(workspace, .demanded, user))
        } catch FactorRejection.notEnrolled {
            throw Problem(.notFound)
        }
    }

    private func page(_ workspace: Workspace, _ news: PasskeysPage.News, _ user: SignedInUser) throws -> LocalPath {
        guard let path = LocalPath("\(Place(workspace: workspace).root)/account/passkeys") else {
            throw Problem(.notFound)
        }
        return path.telling("news", news.rawValue, to: user.session.id)
    }
}
