import Encoding
import GatewayHTTP
import SignIn
import Workspaces

/// A session as its own user sees it.
enum SessionForms {
    static let schema = Schema.named(
        "Session",
        .object([
            .required("sid", .id),
            .required("current", .boolean, "Whether the request's own token belongs to it."),
            .required("client_id", .string()),
            .required("amr", .array(.string()), "How the person proved who they are (RFC 8176)."),
            .required("authenticated_at", .time),
            .required("last_used_at", .time),
            .required("source_address", .nullable(.string())),
            .required("user_agent", .nullable(.string())),
        ])
    )

    static func json(_ session: Session, isCurrent: Bool) -> JSONValue {
        [
            "sid": .string(session.id.description),
            "current": .bool(isCurrent),
            "client_id": .string(session.clientID),
            "amr": .array(session.methods.map { .string($0.rawValue) }),
            "authenticated_at": JSONForms.time(session.authenticatedAt),
            "last_used_at": JSONForms.time(session.lastUsedAt),
            "source_address": JSONForms.optional(session.sourceAddress),
            "user_agent": JSONForms.optional(session.userAgent),
        ]
    }
}
