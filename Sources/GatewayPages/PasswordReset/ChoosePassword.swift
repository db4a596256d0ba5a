import BoundedWorkers
import Credentials
import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `GET` and `POST` of `/w/{workspace}/password-reset/{token}` and `/w/{workspace}/invitations/{token}`.
///
/// GET shows and changes nothing, since scanners of mail open links too; POST uses the link up (attacks 5.1 #6).
enum ChoosePassword {
    static func routes(_ setByLink: SetPasswordByLink, _ pages: PageRenderer) -> [Route] {
        routes(.reset, "PasswordByReset", "/w/{workspace}/password-reset/{token}", setByLink, pages)
            + routes(.invitation, "PasswordByInvitation", "/w/{workspace}/invitations/{token}", setByLink, pages)
    }

    private static func routes(
        _ purpose: PasswordLink.Purpose,
        _ name: String,
        _ path: PathTemplate,
        _ setByLink: SetPasswordByLink,
        _ pages: PageRenderer
    ) -> [Route] {
        [
            Route(
                "choose\(name)",
                .get,
                path,
                "The page on which whoever holds the link chooses a password.",
                answers: [
                    AnswerForm(.ok, "The page.", type: .html),
                    AnswerForm(.notFound, "The link is no good.", type: .html),
                ],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .door { request, workspace in
                    try await show(request, workspace, purpose, setByLink, pages)
                }
            ),
            Route(
                "set\(name)",
                .post,
                path,
                "Sets the password and uses the link up. One signs in with it then.",
                body: .form(PasswordForms.newPassword),
                answers: [
                    AnswerForm(.seeOther, "To the sign-in."),
                    AnswerForm(.notFound, "The link is no good.", type: .html),
                    AnswerForm(.unprocessableContent, "The page again, with what to mend.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .busy],
                problemForm: .page,
                endpoint: .door { request, workspace in
                    try await set(request, workspace, purpose, setByLink, pages)
                }
            ),
        ]
    }

    private static func show(
        _ request: GatewayRequest,
        _ workspace: Workspace,
        _ purpose: PasswordLink.Purpose,
        _ setByLink: SetPasswordByLink,
        _ pages: PageRenderer
    ) async throws -> Answer {
        let place = Place(workspace: workspace)
        guard let target = request.target, let token = request.parameters["token"] else { throw Problem(.notFound) }
        do {
            let user = try await setByLink.holder(of: token, purpose, in: workspace.id)
            let page = ChoosePasswordPage(place: place, purpose: purpose, address: target.description, user: user)
            return try pages.answer(page, in: request.language)
        } catch is PasswordLinkRejection {
            return try pages.answer(
                DeadLinkPage(place: place, purpose: purpose),
                in: request.language,
                status: .notFound
            )
        }
    }

    private static func set(
        _ request: GatewayRequest,
        _ workspace: Workspace,
        _ purpose: PasswordLink.Purpose,
        _ setByLink: SetPasswordByLink,
        _ pages: PageRenderer
    ) async throws -> Answer {
        let place = Place(workspace: workspace)
        guard let target = request.target, let token = request.parameters["token"],
            let signIn = LocalPath("\(place.root)/sign-in?password_set=1")
        else { throw Problem(.notFound) }
        do {
            let user = try await setByLink.holder(of: token, purpose, in: workspace.id)
            var page = ChoosePasswordPage(place: place, purpose: purpose, address: target.description, user: user)
            do {
                try await setByLink(
                    token,
                    purpose,
                    password: Secret(request.form["new_password"] ?? ""),
                    in: workspace,
                    origin: request.origin
                )
                return .seeOther(signIn)
            } catch let violation as PasswordPolicyViolation {
                page.violation = violation
                return try pages.answer(page, in: request.language, status: .unprocessableContent)
            } catch is BoundedWorkersFull {
                page.isBusy = true
                var answer = try pages.answer(page, in: request.language, status: ProblemCode.busy.status)
                answer.headers[.retryAfter] = "1"
                return answer
            }
        } catch is PasswordLinkRejection {
            return try pages.answer(
                DeadLinkPage(place: place, purpose: purpose),
                in: request.language,
                status: .notFound
            )
        }
    }
}
