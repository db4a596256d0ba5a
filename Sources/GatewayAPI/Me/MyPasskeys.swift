import Encoding
package import GatewayHTTP
import HTTPTypes
package import SignIn
import WebAuthn
import Workspaces

/// `/w/{workspace}/api/v1/me/passkeys…`: one's own passkeys. All that changes them asks for a fresh proof.
package enum MyPasskeys {
    private static let schema = Schema.named(
        "Passkey",
        .object([
            .required("id", .id),
            .required("name", .string()),
            .required("provider", .nullable(.string()), "What its make is called, where that is known."),
            .required("aaguid", .id),
            .required("attested", .boolean, "Whether its make was proven when it was registered."),
            .required("created_at", .time),
            .required("last_used_at", .nullable(.time)),
            .required("backed_up", .boolean, "Whether it is kept on more than one device."),
            .required("verifies_user", .boolean, "Whether it counts as both factors."),
        ])
    )
    private static let name = Schema.Member.optional("name", .string(maximumBytes: PasskeyName.maximumBytes))

    package static func routes(_ passkeys: ManagePasskeys) -> [Route] {
        [list(passkeys), ask(passkeys), add(passkeys), rename(passkeys), remove(passkeys)]
    }

    private static func list(_ passkeys: ManagePasskeys) -> Route {
        Route(
            "listMyPasskeys",
            .get,
            "/w/{workspace}/api/v1/me/passkeys",
            "One's passkeys, and what the browser is told of them.",
            answers: [
                AnswerForm(
                    .ok,
                    "The passkeys, oldest first.",
                    schema: .object([
                        .required("items", .array(schema)), .required("next_cursor", .nullable(.string())),
                        .required(
                            "signal",
                            .nullable(.anything),
                            "For `PublicKeyCredential.signalAllAcceptedCredentials()`; null where there never was one."
                        ),
                    ])
                )
            ],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                let overview = try await passkeys.list(of: caller.user, in: workspace.id)
                return .json([
                    "items": .array(overview.passkeys.map { json($0) }), "next_cursor": .null,
                    "signal": overview.signal ?? .null,
                ])
            }
        )
    }

    private static func ask(_ passkeys: ManagePasskeys) -> Route {
        Route(
            "askForMyPasskey",
            .post,
            "/w/{workspace}/api/v1/me/passkeys/options",
            "What the browser needs to make a passkey.",
            answers: [AnswerForm(.ok, "The challenge.", schema: PasskeyForms.questionSchema)],
            problems: [.unauthenticated],
            needsFreshProof: true,
            endpoint: .bearer(nil) { _, workspace, caller in
                try await refusing { PasskeyForms.answer(try await passkeys.ask(caller.holder, in: workspace)) }
            }
        )
    }

    private static func add(_ passkeys: ManagePasskeys) -> Route {
        Route(
            "addMyPasskey",
            .post,
            "/w/{workspace}/api/v1/me/passkeys",
            "Takes a passkey into use.",
            body: .json(.object(PasskeyForms.members + [name])),
            answers: [
                AnswerForm(
                    .created,
                    "The passkey, and recovery codes where there were none: shown this once.",
                    schema: .object([
                        .required("passkey", schema), .required("recovery_codes", .array(.string())),
                    ])
                )
            ],
            problems: [.invalidRequest, .unauthenticated, .wrongPasskey, .passkeyNotAllowed],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                let name = try request.json.object?["name"]?.string.map(named)
                return try await refusing {
                    let added = try await passkeys.add(
                        PasskeyForms.answer(in: request),
                        named: name,
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                    var answer = Answer.json([
                        "passkey": json(added.passkey), "recovery_codes": RecoveryCodeForms.json(added.codes),
                    ])
                    answer.status = .created
                    return answer
                }
            }
        )
    }

    private static func rename(_ passkeys: ManagePasskeys) -> Route {
        Route(
            "renameMyPasskey",
            .patch,
            "/w/{workspace}/api/v1/me/passkeys/{passkey}",
            "Gives a passkey another name.",
            body: .json(.object([.required("name", .string(maximumBytes: PasskeyName.maximumBytes))])),
            answers: [AnswerForm(.noContent, "It is renamed.")],
            problems: [.invalidRequest, .unauthenticated, .notFound],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                let name = try named(request.text("name"))
                return try await refusing {
                    try await passkeys.rename(
                        try id(request),
                        to: name,
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                    return .noContent
                }
            }
        )
    }

    private static func remove(_ passkeys: ManagePasskeys) -> Route {
        Route(
            "removeMyPasskey",
            .delete,
            "/w/{workspace}/api/v1/me/passkeys/{passkey}",
            "Removes a passkey, and with the last factor the recovery codes.",
            answers: [AnswerForm(.noContent, "It is removed.")],
            problems: [.unauthenticated, .notFound, .secondFactorDemanded],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await refusing {
                    try await passkeys.remove(
                        try id(request),
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                    return .noContent
                }
            }
        )
    }

    private static func id(_ request: GatewayRequest) throws -> PasskeyID {
        guard let id = request.parameters["passkey"].flatMap({ PasskeyID(text: $0) }) else { throw Problem(.notFound) }
        return id
    }

    private static func named(_ text: String) throws -> PasskeyName {
        guard let name = PasskeyName(text) else { throw Problem(.invalidRequest, "/name is not a name.") }
        return name
    }

    private static func json(_ passkey: Passkey) -> JSONValue {
        [
            "id": .string(passkey.id.description),
            "name": .string(passkey.name.description),
            "provider": JSONForms.optional(PasskeyProviders.name(of: passkey.aaguid)),
            "aaguid": .string(passkey.aaguid.description),
            "attested": .bool(passkey.isAttested),
            "created_at": JSONForms.time(passkey.createdAt),
            "last_used_at": passkey.lastUsedAt.map { JSONForms.time($0) } ?? .null,
            "backed_up": .bool(passkey.isBackedUp),
            "verifies_user": .bool(passkey.verifiesUser),
        ]
    }

    private static func refusing(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let rejection as FactorRejection {
            throw Problem(rejection)
        }
    }
}
