import Encoding
import GatewayHTTP
import Secrets
import SignIn

/// How the steps of a sign-in are answered in JSON.
enum SignInForms {
    /// Bytes of a transaction's token; ours has 108.
    static let maximumTransactionBytes = 256

    static let schema = Schema.named(
        "SignInStep",
        .object([
            .required("state", .oneOf(["complete", "second_factor_required", "enrolment_required"])),
            .optional("access_token", .string(), "When complete: a JWT by RFC 9068."),
            .optional("token_type", .oneOf(["Bearer"])),
            .optional("expires_in", .integer(1...3_600), "Seconds."),
            .optional("refresh_token", .string(), "For `/oauth2/token`; good once."),
            .optional("recovery_codes", .array(.string()), "Where a factor was enrolled on the way: shown this once."),
            .optional("transaction", .string(), "When not complete: to go on with."),
            .optional("methods", .array(.oneOf(SignInFactor.allCases.map(\.rawValue))), "By which to go on."),
        ])
    )

    static func answer(_ step: SignInStep<SessionGrant>) -> Answer {
        switch step {
        case .complete(let grant, let codes):
            var members: JSONObject = ["state": "complete"]
            for member in TokenForms.members(of: grant) { members[member.name] = member.value }
            if !codes.isEmpty { members["recovery_codes"] = RecoveryCodeForms.json(codes) }
            return .json(.object(members))
        case .secondFactorRequired(let challenge): return answer("second_factor_required", challenge)
        case .enrolmentRequired(let challenge): return answer("enrolment_required", challenge)
        }
    }

    private static func answer(_ state: String, _ challenge: SignInChallenge) -> Answer {
        .json([
            "state": .string(state),
            "transaction": .string(challenge.transaction.expose()),
            "methods": .array(challenge.methods.map { .string($0.rawValue) }),
        ])
    }
}
