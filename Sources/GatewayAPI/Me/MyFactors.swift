import Encoding
package import GatewayHTTP
import HTTPTypes
package import SignIn
package import Workspaces

/// `/w/{workspace}/api/v1/me/…`: one's own second factors. All that changes them asks for a fresh proof.
package enum MyFactors {
    private static let overviewSchema = Schema.named(
        "Factors",
        .object([
            .required("totp", .nullable(.object([.required("since", .time)]))),
            .required("recovery_codes_left", .integer(0...100)),
            .required("demanded_from", .nullable(.time), "From when the workspace demands a second factor of one."),
        ])
    )

    /// - Parameter find: the user of that id, as the workspace's database has it now.
    package static func routes(
        _ factors: ManageSecondFactors,
        _ find: @escaping @Sendable (UserID, WorkspaceID) async throws -> User?,
        _ policy: ManagePolicy
    ) -> [Route] {
        [
            show(factors, find, policy), beginTOTP(factors), confirmTOTP(factors), removeTOTP(factors),
            renewRecoveryCodes(factors),
        ]
    }

    private static func show(
        _ factors: ManageSecondFactors,
        _ find: @escaping @Sendable (UserID, WorkspaceID) async throws -> User?,
        _ policy: ManagePolicy
    ) -> Route {
        Route(
            "showMyFactors",
            .get,
            "/w/{workspace}/api/v1/me/factors",
            "One's second factors, and what the workspace demands.",
            answers: [AnswerForm(.ok, "The factors.", schema: overviewSchema)],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                guard let user = try await find(caller.user, workspace.id) else { throw Problem(.notFound) }
                let overview = try await factors.overview(of: user, in: workspace.id)
                let from: JSONValue =
                    switch overview.demand {
                    case .none: .null
                    case .from(let date): JSONForms.time(date)
                    case .now: JSONForms.time(try await policy.find(in: workspace.id).secondFactorFrom)
                    }
                return .json([
                    "totp": overview.enrolled.totpSince.map { ["since": JSONForms.time($0)] } ?? .null,
                    "recovery_codes_left": .number(JSONNumber(overview.enrolled.recoveryCodesLeft)),
                    "demanded_from": from,
                ])
            }
        )
    }

    private static func beginTOTP(_ factors: ManageSecondFactors) -> Route {
        Route(
            "beginMyTOTP",
            .post,
            "/w/{workspace}/api/v1/me/totp",
            "Draws the secret of an authenticator app. It counts once `/confirm` has had a code of it.",
            answers: [AnswerForm(.ok, "The secret, shown this once.", schema: TOTPForms.schema)],
            problems: [.unauthenticated],
            needsFreshProof: true,
            endpoint: .bearer(nil) { _, workspace, caller in
                try await refusing {
                    TOTPForms.answer(try await factors.beginTOTP(caller.holder, in: workspace))
                }
            }
        )
    }

    private static func confirmTOTP(_ factors: ManageSecondFactors) -> Route {
        Route(
            "confirmMyTOTP",
            .post,
            "/w/{workspace}/api/v1/me/totp/confirm",
            "Takes the authenticator app into use.",
            body: .json(.object([.required("code", .string(maximumBytes: SignInBySecondFactor.maximumCodeBytes))])),
            answers: [
                AnswerForm(
                    .ok,
                    "Recovery codes, where there were none: shown this once.",
                    schema: RecoveryCodeForms.schema
                )
            ],
            problems: [.invalidRequest, .unauthenticated, .wrongCode],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await refusing {
                    let (codes, _) = try await factors.confirmTOTP(
                        request.text("code"),
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                    return .json(["recovery_codes": RecoveryCodeForms.json(codes)])
                }
            }
        )
    }

    private static func removeTOTP(_ factors: ManageSecondFactors) -> Route {
        Route(
            "removeMyTOTP",
            .delete,
            "/w/{workspace}/api/v1/me/totp",
            "Removes the authenticator app, and with the last factor the recovery codes.",
            answers: [AnswerForm(.noContent, "It is removed.")],
            problems: [.unauthenticated, .notFound, .secondFactorDemanded],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await refusing {
                    try await factors.removeTOTP(caller.holder, in: workspace.id, origin: request.origin)
                    return .noContent
                }
            }
        )
    }

    private static func renewRecoveryCodes(_ factors: ManageSecondFactors) -> Route {
        Route(
            "renewMyRecoveryCodes",
            .post,
            "/w/{workspace}/api/v1/me/recovery-codes",
            "Puts new recovery codes in the place of all from before.",
            answers: [AnswerForm(.ok, "The codes, shown this once.", schema: RecoveryCodeForms.schema)],
            problems: [.unauthenticated, .notFound],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await refusing {
                    let codes = try await factors.renewRecoveryCodes(
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                    return .json(["recovery_codes": RecoveryCodeForms.json(codes)])
                }
            }
        )
    }

    private static func refusing(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let rejection as FactorRejection {
            throw Problem(rejection)
        } catch let rejection as StepUpRejection {
            throw Problem(rejection)
        }
    }
}

extension VerifiedCaller {
    /// The caller as somebody whose session can be proved anew.
    var holder: SignedInSession { SignedInSession(user: user, session: session, channel: .tokens) }
}
