package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /w/{workspace}/api/v1/sign-in/totp/options`: the secret of an authenticator app, for a sign-in that waits for
/// enrolment. `/sign-in/totp` takes its first code.
package enum BeginSignInEnrolment {
    package static func route(_ signIn: ContinueSignIn) -> Route {
        Route(
            "beginSignInTOTP",
            .post,
            "/w/{workspace}/api/v1/sign-in/totp/options",
            "Draws the secret of an authenticator app for a sign-in that waits for enrolment.",
            body: .json(
                .object([.required("transaction", .string(maximumBytes: SignInForms.maximumTransactionBytes))])
            ),
            answers: [AnswerForm(.ok, "The secret, shown this once.", schema: TOTPForms.schema)],
            problems: [.invalidRequest, .signInExpired, .workspaceSuspended, .notFound],
            endpoint: .door { request, workspace in
                do {
                    return TOTPForms.answer(
                        try await signIn.beginTOTP(
                            Secret(request.text("transaction")),
                            at: SessionGrant.channel,
                            in: workspace
                        )
                    )
                } catch let rejection as SignInRejection {
                    throw Problem(rejection)
                }
            }
        )
    }
}
