import Encoding
import FoundationEssentials
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn
import Workspaces

/// `/w/{workspace}/api/v1/me/step-up/…`: one proves anew who one is, and may do for five minutes what
/// `insufficient_user_authentication` was answered to.
package enum StepUpMySession {
    private static let proved = AnswerForm(
        .ok,
        "It is proved.",
        schema: .object([.required("expires_in", .integer(1...3_600), "Seconds for which it is fresh.")])
    )
    private static let problems: [ProblemCode] = [
        .invalidRequest, .unauthenticated, .invalidCredentials, .tooManyRequests,
    ]

    package static func routes(_ stepUp: StepUp) -> [Route] {
        [
            show(stepUp), byPassword(stepUp),
            byFactor("stepUpByTOTP", "/w/{workspace}/api/v1/me/step-up/totp", "authenticator app", stepUp) {
                .totp($0)
            },
            byFactor("stepUpByRecoveryCode", "/w/{workspace}/api/v1/me/step-up/recovery-code", "recovery code", stepUp)
            {
                .recoveryCode($0)
            },
            askForPasskey(stepUp), byPasskey(stepUp),
        ]
    }

    private static func answer(_ proof: () async throws -> BrowserGrant?) async throws -> Answer {
        do {
            _ = try await proof()
        } catch let rejection as StepUpRejection {
            throw Problem(rejection)
        }
        return .json(["expires_in": .number(JSONNumber(Int(SessionLifetime.proof)))])
    }

    private static func show(_ stepUp: StepUp) -> Route {
        Route(
            "showStepUp",
            .get,
            "/w/{workspace}/api/v1/me/step-up",
            "By what one can prove anew who one is: a second factor where there is one, else the password.",
            answers: [
                AnswerForm(
                    .ok,
                    "The factors.",
                    schema: .object([.required("methods", .array(.oneOf(SignInFactor.allCases.map(\.rawValue))))])
                )
            ],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                let methods = try await stepUp.methods(of: caller.user, in: workspace.id)
                return .json(["methods": .array(methods.map { .string($0.rawValue) })])
            }
        )
    }

    private static func askForPasskey(_ stepUp: StepUp) -> Route {
        Route(
            "askStepUpByPasskey",
            .post,
            "/w/{workspace}/api/v1/me/step-up/passkey/options",
            "What the browser needs to prove by a passkey who one is.",
            answers: [AnswerForm(.ok, "The challenge.", schema: PasskeyForms.questionSchema)],
            problems: [.unauthenticated],
            endpoint: .bearer(nil) { _, workspace, caller in
                PasskeyForms.answer(try await stepUp.askForPasskey(caller.holder, in: workspace.id))
            }
        )
    }

    private static func byPasskey(_ stepUp: StepUp) -> Route {
        Route(
            "stepUpByPasskey",
            .post,
            "/w/{workspace}/api/v1/me/step-up/passkey",
            "Proves anew who one is by a passkey.",
            body: .json(.object(PasskeyForms.members)),
            answers: [proved],
            problems: problems,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await answer {
                    try await stepUp.byFactor(
                        .passkey(PasskeyForms.answer(in: request)),
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                }
            }
        )
    }

    private static func byPassword(_ stepUp: StepUp) -> Route {
        Route(
            "stepUpByPassword",
            .post,
            "/w/{workspace}/api/v1/me/step-up/password",
            "Proves anew who one is by the password, where there is no second factor.",
            body: .json(
                .object([
                    .required(
                        "password",
                        .string(format: "password", maximumBytes: SignInByPassword.maximumPasswordBytes)
                    )
                ])
            ),
            answers: [proved],
            problems: problems + [.busy],
            endpoint: .bearer(nil) { request, workspace, caller in
                try await answer {
                    try await stepUp.byPassword(
                        Secret(request.text("password")),
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                }
            }
        )
    }

    private static func byFactor(
        _ id: String,
        _ path: PathTemplate,
        _ name: String,
        _ stepUp: StepUp,
        _ factor: @escaping @Sendable (String) -> FactorAnswer
    ) -> Route {
        Route(
            id,
            .post,
            path,
            "Proves anew who one is by the \(name).",
            body: .json(.object([.required("code", .string(maximumBytes: SignInBySecondFactor.maximumCodeBytes))])),
            answers: [proved],
            problems: problems,
            endpoint: .bearer(nil) { request, workspace, caller in
                try await answer {
                    try await stepUp.byFactor(
                        factor(request.text("code")),
                        caller.holder,
                        in: workspace.id,
                        origin: request.origin
                    )
                }
            }
        )
    }
}
