import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET /w/{workspace}/admin`, which leads to the first page that one may see.
enum ShowAdmin {
    static let route = Route(
        "showAdmin",
        .get,
        "/w/{workspace}/admin",
        "Leads to the first page for admins.",
        answers: [AnswerForm(.seeOther, "The page.")],
        problems: [.notFound, .insufficientScope, .workspaceSuspended],
        problemForm: .page,
        endpoint: .browserSession(AdminSection.leastPermission) { _, workspace, user in
            let root = Place(workspace: workspace).root
            guard let first = AdminSection.visible(to: user.user.role).first,
                let path = LocalPath(first.address(at: root))
            else { throw Problem(.notFound) }
            return .seeOther(path)
        }
    )
}
