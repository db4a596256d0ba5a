package import GatewayHTTP
import HTTPTypes
package import SignIn
import Workspaces

/// `DELETE /w/{workspace}/api/v1/me/sessions/{sid}`
package enum EndMySession {
    package static func route(_ end: EndSession) -> Route {
        Route(
            "endMySession",
            .delete,
            "/w/{workspace}/api/v1/me/sessions/{sid}",
            "Ends one of one's own sessions: its tokens are refused everywhere within seconds.",
            answers: [AnswerForm(.noContent, "It is ended, or was already.")],
            problems: [.unauthenticated, .notFound],
            endpoint: .bearer(nil) { request, workspace, caller in
                guard let id = request.parameters["sid"].flatMap({ SessionID(text: $0) }),
                    try await end(
                        id,
                        of: caller.user,
                        in: workspace.id,
                        because: .endedByUser,
                        by: ChangeAuthor(.user(caller.user), from: request.origin)
                    )
                else { throw Problem(.notFound) }
                return .noContent
            }
        )
    }
}
