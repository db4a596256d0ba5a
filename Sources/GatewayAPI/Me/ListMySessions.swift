package import GatewayHTTP
import HTTPTypes
package import SignIn
import Workspaces

/// `GET /w/{workspace}/api/v1/me/sessions`
package enum ListMySessions {
    package static func route(_ list: ListSessions) -> Route {
        Route(
            "listMySessions",
            .get,
            "/w/{workspace}/api/v1/me/sessions",
            "Where one is signed in, the most recently used first.",
            answers: [AnswerForm(.ok, "The living sessions.", schema: .list(of: SessionForms.schema))],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                let sessions = try await list(of: caller.user, in: workspace.id)
                return .json(
                    JSONForms.list(
                        sessions.map { SessionForms.json($0, isCurrent: $0.id == caller.session) },
                        next: nil
                    )
                )
            }
        )
    }
}
