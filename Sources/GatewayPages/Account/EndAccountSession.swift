import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `POST /w/{workspace}/account/sessions/{sid}/end`
enum EndAccountSession {
    static func route(_ endSession: EndSession, _ cookies: SessionCookies) -> Route {
        Route(
            "endAccountSession",
            .post,
            "/w/{workspace}/account/sessions/{sid}/end",
            "Ends one of one's own sessions.",
            body: .form([]),
            answers: [AnswerForm(.seeOther, "It is ended.")],
            problems: [.crossSiteRequest, .notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .browserSession(nil) { request, workspace, user in
                guard let id = request.parameters["sid"].flatMap({ SessionID(text: $0) }),
                    try await endSession(
                        id,
                        of: user.user.id,
                        in: workspace.id,
                        because: .endedByUser,
                        by: ChangeAuthor(.user(user.user.id), from: request.origin)
                    )
                else { throw Problem(.notFound) }
                let place = Place(workspace: workspace)
                if id == user.session.id { return try SignOut.farewell(from: place, cookies.clear(workspace.id)) }
                return .seeOther(try AccountNews.sessionEnded.page(place, user.session.id))
            }
        )
    }
}
