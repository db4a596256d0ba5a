import Encoding
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /w/{workspace}/api/v1/sign-in/passkey/options` and `/sign-in/passkey`: by a passkey alone, or where a begun sign-in
/// waits for a second factor or for enrolment.
package enum SignInByPasskey {
    package static func routes(_ factors: SecondFactorUseCases) -> [Route] {
        [ask(factors), answer(factors)]
    }

    private static func ask(_ factors: SecondFactorUseCases) -> Route {
        Route(
            "askSignInByPasskey",
            .post,
            "/w/{workspace}/api/v1/sign-in/passkey/options",
            "What the browser needs to sign in by a passkey, or to make one where the sign-in waits for enrolment.",
            body: .json(
                .object([
                    .optional(
                        "transaction",
                        .string(maximumBytes: SignInForms.maximumTransactionBytes),
                        "Of a sign-in that has begun; absent for a passkey alone."
                    )
                ])
            ),
            answers: [AnswerForm(.ok, "The challenge.", schema: PasskeyForms.questionSchema)],
            problems: [.invalidRequest, .signInExpired, .workspaceSuspended, .notFound, .tooManyRequests],
            endpoint: .door { request, workspace in
                do {
                    guard let begun = request.json.object?["transaction"]?.string else {
                        let question = try await factors.signInWithPasskey.ask(in: workspace, origin: request.origin)
                        return PasskeyForms.answer(question)
                    }
                    let question = try await factors.continueSignIn.askForPasskey(
                        Secret(begun),
                        at: SessionGrant.channel,
                        in: workspace
                    )
                    return PasskeyForms.answer(question, begun: begun)
                } catch let rejection as SignInRejection {
                    throw Problem(rejection)
                }
            }
        )
    }

    private static func answer(_ factors: SecondFactorUseCases) -> Route {
        Route(
            "signInByPasskey",
            .post,
            "/w/{workspace}/api/v1/sign-in/passkey",
            "Takes the browser's reply: an assertion, or a new passkey where the sign-in waits for enrolment.",
            body: .json(.object(PasskeyForms.members)),
            answers: [AnswerForm(.ok, "Where the sign-in stands.", schema: SignInForms.schema)],
            problems: [
                .invalidRequest, .invalidCredentials, .userVerificationRequired, .signInExpired, .workspaceSuspended,
                .notFound, .passkeyNotAllowed, .tooManyRequests,
            ],
            endpoint: .door { request, workspace in
                let answer = PasskeyForms.answer(in: request)
                let token = request.text("transaction")
                do {
                    // Which of the two it is, the token's kind says.
                    if OpaqueToken(parsing: token, as: .signInTransaction) != nil {
                        return SignInForms.answer(
                            try await factors.continueSignIn(
                                .passkey(answer),
                                to: Secret(token),
                                in: workspace,
                                origin: request.origin
                            )
                        )
                    }
                    return SignInForms.answer(
                        try await factors.signInWithPasskey(answer, in: workspace, origin: request.origin)
                    )
                } catch let rejection as SignInRejection {
                    throw Problem(rejection)
                }
            }
        )
    }
}
