import Encoding
import GatewayHTTP
import SignIn

/// How the steps of a sign-in are answered in JSON.
enum SignInForms {
    static let schema = Schema.named(
        "SignInStep",
        .object([
            .required("state", .oneOf(["complete"])),
            .required("access_token", .string(), "A JWT by RFC 9068."),
            .required("token_type", .oneOf(["Bearer"])),
            .required("expires_in", .integer(1...3_600), "Seconds."),
            .required("refresh_token", .string(), "For `/oauth2/token`; good once."),
        ])
    )

    static func answer(_ step: SignInStep<SessionGrant>) -> Answer {
        switch step {
        case .complete(let grant):
            var members: JSONObject = ["state": "complete"]
            for member in TokenForms.members(of: grant) { members[member.name] = member.value }
            return .json(.object(members))
        }
    }
}
