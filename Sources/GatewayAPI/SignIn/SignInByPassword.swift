import Encoding
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /w/{workspace}/api/v1/sign-in/password`
package enum SignInByPassword {
    /// Bytes: RFC 5321 section 4.5.3.1 has 256 for an address; what is longer is nobody's.
    private static let maximumEmailBytes = 320
    /// Bytes: what the password policy allows at most.
    static let maximumPasswordBytes = 1_024

    package static func route(_ signIn: SignInWithPassword) -> Route {
        Route(
            "signInByPassword",
            .post,
            "/w/{workspace}/api/v1/sign-in/password",
            "Signs in by mail address and password.",
            body: .json(
                .object([
                    .required("email", .string(format: "email", maximumBytes: maximumEmailBytes)),
                    .required("password", .string(format: "password", maximumBytes: maximumPasswordBytes)),
                ])
            ),
            answers: [AnswerForm(.ok, "Where the sign-in stands.", schema: SignInForms.schema)],
            problems: [.invalidRequest, .invalidCredentials, .workspaceSuspended, .notFound, .tooManyRequests, .busy],
            endpoint: .door { request, workspace in
                do {
                    return SignInForms.answer(
                        try await signIn(
                            email: request.text("email"),
                            password: Secret(request.text("password")),
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
