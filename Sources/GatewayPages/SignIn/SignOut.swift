package import GatewayHTTP
import HTTPTypes
package import SignIn
import Workspaces

/// `POST /w/{workspace}/sign-out`
package enum SignOut {
    package static func route(_ endSession: EndSession, _ cookies: SessionCookies) -> Route {
        Route(
            "signOut",
            .post,
            "/w/{workspace}/sign-out",
            "Ends the browser's session.",
            // Buttons have no name, so the form is empty.
            body: .form([]),
            answers: [AnswerForm(.seeOther, "It is ended, or there was none.")],
            problems: [.crossSiteRequest, .notFound, .workspaceSuspended],
            problemForm: .page,
            endpoint: .visitor { request, workspace, user in
                if let user {
                    _ = try await endSession(
                        user.session.id,
                        of: user.user.id,
                        in: workspace.id,
                        because: .signedOut,
                        by: ChangeAuthor(.user(user.user.id), from: request.origin)
                    )
                }
                return try farewell(from: Place(workspace: workspace), cookies.clear(workspace.id))
            }
        )
    }

    /// To the sign-in page, without the cookie.
    static func farewell(from place: Place, _ cookie: SetCookie) throws -> Answer {
        guard let page = LocalPath("\(place.root)/sign-in?signed_out=1") else { throw Problem(.notFound) }
        var answer = Answer.seeOther(page)
        answer.cookies = [cookie]
        return answer
    }
}
