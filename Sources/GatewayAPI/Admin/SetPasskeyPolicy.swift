import Encoding
package import GatewayHTTP
import HTTPTypes
package import SignIn
import WebAuthn
import Workspaces

/// `GET` and `PUT /w/{workspace}/api/v1/admin/policy/passkeys`
package enum SetPasskeyPolicy {
    private static let path: PathTemplate = "/w/{workspace}/api/v1/admin/policy/passkeys"
    private static let attestation = Schema.oneOf(
        [AttestationConveyance.none, AttestationConveyance.direct].map(\.rawValue)
    )
    private static let attestationNote = """
        `none`: all passkeys are taken. `direct`: those whose attestation leads to a root of their model that the gateway \
        was given.
        """
    private static let schema = Schema.named(
        "PasskeyPolicy",
        .object([
            .required("attestation", attestation, attestationNote),
            .required("allowed_models", .nullable(.array(.id)), "AAGUIDs; null for all that can be proven."),
            .required(
                "provable_models",
                .array(.object([.required("aaguid", .id), .required("name", .nullable(.string()))])),
                "Of which the gateway was given roots."
            ),
            .required(
                "outside",
                .object([.required("passkeys", .integer()), .required("people", .integer())]),
                "Registered passkeys that could not be registered now. They stay good."
            ),
        ])
    )

    package static func routes(_ policy: ManagePasskeyPolicy) -> [Route] {
        [
            Route(
                "showPasskeyPolicy",
                .get,
                path,
                "Which passkeys the workspace takes.",
                answers: [AnswerForm(.ok, "The policy.", schema: schema)],
                problems: [.unauthenticated, .insufficientScope],
                endpoint: .bearer(.policiesRead) { _, workspace, _ in json(try await policy.find(in: workspace.id)) }
            ),
            Route(
                "setPasskeyPolicy",
                .put,
                path,
                "Sets which passkeys the workspace takes from now on. Those that are registered stay good.",
                body: .json(
                    .object([
                        .required("attestation", attestation, attestationNote),
                        .optional(
                            "allowed_models",
                            .nullable(.array(.id)),
                            "1 to \(PasskeyPolicy.mostModels) AAGUIDs, with `direct` only; null or absent for all provable."
                        ),
                    ])
                ),
                answers: [AnswerForm(.ok, "The policy.", schema: schema)],
                problems: [.invalidRequest, .unauthenticated, .insufficientScope, .attestationUnavailable],
                needsFreshProof: true,
                endpoint: .bearer(.policiesWrite) { request, workspace, caller in
                    do {
                        return json(
                            try await policy.set(
                                try wanted(request),
                                in: workspace.id,
                                by: ChangeAuthor(.user(caller.user), from: request.origin)
                            )
                        )
                    } catch let rejection as ManagePasskeyPolicy.Rejection {
                        throw Problem(rejection)
                    }
                }
            ),
        ]
    }

    private static func wanted(_ request: GatewayRequest) throws -> PasskeyPolicy {
        let models = try request.json.object?["allowed_models"]?.array.map(models)
        if request.text("attestation") == AttestationConveyance.direct.rawValue { return .attested(models: models) }
        guard models == nil else {
            throw Problem(.invalidRequest, "/allowed_models are proven by attestation: set it to direct.")
        }
        return .anyMake
    }

    private static func models(_ values: [JSONValue]) throws -> Set<AAGUID> {
        var models: Set<AAGUID> = []
        for (place, value) in values.enumerated() {
            guard let model = value.string.flatMap({ AAGUID($0) }) else {
                throw Problem(.invalidRequest, "/allowed_models/\(place) is not a UUID.")
            }
            models.insert(model)
        }
        return models
    }

    private static func json(_ overview: ManagePasskeyPolicy.Overview) -> Answer {
        .json([
            "attestation": .string(overview.policy.conveyance.rawValue),
            "allowed_models": PasskeyForms.models(overview.policy.models?.inOrder),
            "provable_models": .array(
                overview.provable.map { model in
                    [
                        "aaguid": .string(model.description),
                        "name": JSONForms.optional(PasskeyProviders.name(of: model)),
                    ]
                }
            ),
            "outside": [
                "passkeys": .number(JSONNumber(overview.outside.passkeys)),
                "people": .number(JSONNumber(overview.outside.people)),
            ],
        ])
    }
}
