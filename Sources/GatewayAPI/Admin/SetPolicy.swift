import Encoding
package import GatewayHTTP
import HTTPTypes
import SignIn
package import Workspaces

/// `GET` and `PUT /w/{workspace}/api/v1/admin/policy`
package enum SetPolicy {
    private static let scope = Schema.oneOf(SecondFactorScope.allCases.map(\.rawValue))
    private static let schema = Schema.named(
        "Policy",
        .object([
            .required("second_factor", scope, "Of whom a second factor is demanded."),
            .required("second_factor_from", .time, "When the grace period ends, or ended."),
        ])
    )

    package static func routes(_ policy: ManagePolicy) -> [Route] {
        [
            Route(
                "showPolicy",
                .get,
                "/w/{workspace}/api/v1/admin/policy",
                "What the workspace has decided for all its people.",
                answers: [AnswerForm(.ok, "The policy.", schema: schema)],
                problems: [.unauthenticated, .insufficientScope],
                endpoint: .bearer(.policiesRead) { _, workspace, _ in json(try await policy.find(in: workspace.id)) }
            ),
            Route(
                "setPolicy",
                .put,
                "/w/{workspace}/api/v1/admin/policy",
                "Sets the policy.",
                body: .json(
                    .object([
                        .required("second_factor", scope, "Of whom a second factor is demanded."),
                        .optional(
                            "second_factor_grace_days",
                            .integer(ManagePolicy.graceDays),
                            "Days until it is; 0 where absent."
                        ),
                    ])
                ),
                answers: [AnswerForm(.ok, "The policy.", schema: schema)],
                problems: [.invalidRequest, .unauthenticated, .insufficientScope],
                needsFreshProof: true,
                endpoint: .bearer(.policiesWrite) { request, workspace, caller in
                    guard let scope = SecondFactorScope(rawValue: request.text("second_factor")) else {
                        throw Problem(.invalidRequest)
                    }
                    let days = request.json.object?["second_factor_grace_days"]?.integer ?? 0
                    return json(
                        try await policy.demandSecondFactor(
                            of: scope,
                            graceDays: Int(days),
                            in: workspace.id,
                            by: ChangeAuthor(.user(caller.user), from: request.origin)
                        )
                    )
                }
            ),
        ]
    }

    private static func json(_ policy: WorkspacePolicy) -> Answer {
        .json([
            "second_factor": .string(policy.secondFactor.rawValue),
            "second_factor_from": JSONForms.time(policy.secondFactorFrom),
        ])
    }
}
