import Encoding
package import GatewayHTTP
import HTTPTypes
package import Workspaces

/// `GET /w/{workspace}/api/v1/admin/audit`
package enum ListAuditEntries {
    private static let schema = Schema.named(
        "AuditEntry",
        .object([
            .required("sequence", .integer()),
            .required("time", .time),
            .required(
                "actor",
                .object([.required("kind", .string(example: "user")), .required("id", .nullable(.string()))])
            ),
            .required("action", .string(example: "session.signed_in")),
            .required("target", .object([.required("kind", .string()), .required("id", .string())])),
            .required("changes", .anything, "Attribute names with old and new values, where they are no secret."),
            .required("source_address", .nullable(.string())),
            .required("correlation_id", .id),
        ])
    )

    package static func route(_ list: ListAudit) -> Route {
        Route(
            "listAuditEntries",
            .get,
            "/w/{workspace}/api/v1/admin/audit",
            "What was done in the workspace, the newest first.",
            query: [
                QueryParameter("limit", .integer(1...ListAudit.maximumLimit), "Entries on a page."),
                QueryParameter("cursor", .string(), "`next_cursor` of the page before."),
            ],
            answers: [AnswerForm(.ok, "A page of entries.", schema: .list(of: schema))],
            problems: [.invalidRequest, .unauthenticated, .insufficientScope],
            endpoint: .bearer(.auditRead) { request, workspace, _ in
                let page = try await list(
                    in: workspace.id,
                    before: try cursor(request.query["cursor"]),
                    limit: try limit(request.query["limit"])
                )
                return .json(JSONForms.list(page.entries.map(json), next: page.next.map { String($0) }))
            }
        )
    }

    private static func limit(_ text: String?) throws -> Int {
        guard let text else { return ListAudit.maximumLimit }
        guard let limit = Int(text), (1...ListAudit.maximumLimit).contains(limit) else {
            throw Problem(.invalidRequest, "limit is a whole number from 1 to \(ListAudit.maximumLimit).")
        }
        return limit
    }

    private static func cursor(_ text: String?) throws -> Int64? {
        guard let text else { return nil }
        guard let cursor = Int64(text), cursor > 0 else {
            throw Problem(.invalidRequest, "cursor is not one of ours.")
        }
        return cursor
    }

    private static func json(_ entry: AuditEntry) -> JSONValue {
        [
            "sequence": .number(JSONNumber(entry.sequence)),
            "time": JSONForms.time(entry.time),
            "actor": ["kind": .string(entry.actorKind), "id": JSONForms.optional(entry.actorID)],
            "action": .string(entry.action),
            "target": ["kind": .string(entry.targetKind), "id": .string(entry.targetID)],
            "changes": entry.changes,
            "source_address": JSONForms.optional(entry.sourceAddress),
            "correlation_id": .string(entry.correlationID),
        ]
    }
}
