package import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET /w/{workspace}/sign-out`
package enum ShowSignOut {
    package static func route(_ pages: PageRenderer) -> Route {
        Route(
            "showSignOut",
            .get,
            "/w/{workspace}/sign-out",
            "Asks whether to sign out.",
            answers: [AnswerForm(.ok, "The page.", type: .html)],
            problems: [.notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .browserSession(nil) { request, workspace, user in
                try pages.answer(
                    SignOutPage(place: Place(workspace: workspace, user: user.user.name)),
                    in: request.language
                )
            }
        )
    }
}
