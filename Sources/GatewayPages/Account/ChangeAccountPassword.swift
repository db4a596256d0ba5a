import BoundedWorkers
import Credentials
import GatewayHTTP
import HTTPTypes
import Secrets
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/account/password`: somebody who is signed in chooses another password.
struct ChangeAccountPassword: Sendable {
    let setPassword: SetPassword
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showPasswordChange",
                .get,
                "/w/{workspace}/account/password",
                "Asks for another password.",
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    try pages.answer(page(workspace, user), in: request.language)
                }
            ),
            Route(
                "changePassword",
                .post,
                "/w/{workspace}/account/password",
                "Changes one's password. All other sessions end.",
                body: .form(PasswordForms.newPassword),
                answers: [
                    AnswerForm(.seeOther, "It is changed."),
                    AnswerForm(.unprocessableContent, "The page again, with what to mend.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest, .notFound, .workspaceSuspended, .busy],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    try await change(request, workspace, user)
                }
            ),
        ]
    }

    private func page(_ workspace: Workspace, _ user: SignedInUser) -> ChangePasswordPage {
        ChangePasswordPage(
            place: Place(workspace: workspace, user: user.user.name),
            email: user.user.email.description
        )
    }

    private func change(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer
    {
        var page = page(workspace, user)
        do {
            try await setPassword(
                Secret(request.form["new_password"] ?? ""),
                of: user.user,
                in: workspace,
                by: ChangeAuthor(.user(user.user.id), from: request.origin),
                keeping: user.session.id
            )
            return .seeOther(try AccountNews.passwordChanged.page(page.place, user.session.id))
        } catch let violation as PasswordPolicyViolation {
            page.violation = violation
            return try pages.answer(page, in: request.language, status: .unprocessableContent)
        } catch is BoundedWorkersFull {
            page.isBusy = true
            return try pages.answer(page, in: request.language, status: ProblemCode.busy.status)
        }
    }
}

/// Somebody who is signed in chooses another password.
struct ChangePasswordPage: Page {
    static let template = "change_password"

    var place: Place
    var email: String
    var violation: PasswordPolicyViolation?
    var isBusy = false

    func title(_ texts: Texts) -> String { texts("change_password_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = isBusy ? Banner(tone: .danger, text: texts("sign_in_busy")) : nil
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "user_email": .text(email),
            "password": .record(PasswordForms.field(texts, violation: violation).record),
        ]
    }
}
