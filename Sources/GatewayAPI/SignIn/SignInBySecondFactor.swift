import Encoding
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /w/{workspace}/api/v1/sign-in/totp` and `/recovery-code`: what a begun sign-in waits for.
package enum SignInBySecondFactor {
    /// Bytes of a code as it may be typed.
    static let maximumCodeBytes = 64

    package static func routes(_ signIn: ContinueSignIn) -> [Route] {
        [
            route(
                "signInByTOTP",
                "/w/{workspace}/api/v1/sign-in/totp",
                "Goes on with a code of the authenticator app, or takes into use the one that is enrolled.",
                signIn
            ) { .totp($0) },
            route(
                "signInByRecoveryCode",
                "/w/{workspace}/api/v1/sign-in/recovery-code",
                "Goes on with a recovery code, which is spent by that.",
                signIn
            ) { .recoveryCode($0) },
        ]
    }

    private static func route(
        _ id: String,
        _ path: PathTemplate,
        _ summary: String,
        _ signIn: ContinueSignIn,
        _ answer: @escaping @Sendable (String) -> FactorAnswer
    ) -> Route {
        Route(
            id,
            .post,
            path,
            summary,
            body: .json(
                .object([
                    .required("transaction", .string(maximumBytes: SignInForms.maximumTransactionBytes)),
                    .required("code", .string(maximumBytes: maximumCodeBytes)),
                ])
            ),
            answers: [AnswerForm(.ok, "Where the sign-in stands.", schema: SignInForms.schema)],
            problems: [
                .invalidRequest, .invalidCredentials, .signInExpired, .workspaceSuspended, .notFound, .tooManyRequests,
            ],
            endpoint: .door { request, workspace in
                do {
                    return SignInForms.answer(
                        try await signIn(
                            answer(request.text("code")),
                            to: Secret(request.text("transaction")),
                            in: workspace,
                            origin: request.origin
                        )
                    )
                } catch let rejection as SignInRejection {
                    throw Problem(rejection)
                }
            }
        )
    }
}
