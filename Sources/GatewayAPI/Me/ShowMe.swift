import Encoding
package import GatewayHTTP
import HTTPTypes
import SignIn
package import Workspaces

/// `GET /w/{workspace}/api/v1/me`
package enum ShowMe {
    private static let schema = Schema.named(
        "Me",
        .object([
            .required("id", .id),
            .required("email", .string(format: "email")),
            .required("name", .string()),
            .required("role", .oneOf(Role.allCases.map(\.rawValue))),
            .required("permissions", .array(.string(example: "assets:read"))),
            .required(
                "workspace",
                .object([.required("id", .id), .required("slug", .string()), .required("name", .string())])
            ),
            .required("sid", .id, "The session that the request's token belongs to."),
            .required("created_at", .time),
        ])
    )

    /// - Parameter find: the user of that id, as the workspace's database has it now.
    package static func route(
        _ find: @escaping @Sendable (UserID, WorkspaceID) async throws -> User?
    ) -> Route {
        Route(
            "showMe",
            .get,
            "/w/{workspace}/api/v1/me",
            "Who one is here, and what one may do.",
            answers: [AnswerForm(.ok, "The user whose token it is.", schema: schema)],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                guard let user = try await find(caller.user, workspace.id) else { throw Problem(.notFound) }
                return .json([
                    "id": .string(user.id.description),
                    "email": .string(user.email.description),
                    "name": .string(user.name),
                    "role": .string(user.role.rawValue),
                    // What the token says, since that is what counts at every door until it is renewed.
                    "permissions": .array(caller.permissions.sorted().map { .string($0.rawValue) }),
                    "workspace": [
                        "id": .string(workspace.id.description), "slug": .string(workspace.slug.description),
                        "name": .string(workspace.name),
                    ],
                    "sid": .string(caller.session.description),
                    "created_at": JSONForms.time(user.createdAt),
                ])
            }
        )
    }
}
