import Encoding
import GatewayHTTP
import Secrets
import SignIn
import WebAuthn

/// How passkeys are asked for and answered in JSON.
enum PasskeyForms {
    static let questionSchema = Schema.object([
        .required("transaction", .string(), "To come back with the reply."),
        .required(
            "public_key",
            .anything,
            "PublicKeyCredentialRequestOptionsJSON, or where a passkey is made PublicKeyCredentialCreationOptionsJSON."
        ),
        .required(
            "allowed_models",
            .nullable(.array(.id)),
            "AAGUIDs of which a passkey may be made; null for all, and where none is to be made."
        ),
    ])

    static let members: [Schema.Member] = [
        .required("transaction", .string(maximumBytes: SignInForms.maximumTransactionBytes)),
        .required("credential", .anything, "The browser's reply as its `toJSON()` gives it."),
    ]

    /// - Parameter begun: the token of the sign-in that the question belongs to.
    static func answer(_ question: PasskeyQuestion, begun: String = "") -> Answer {
        .json([
            "transaction": .string(question.transaction?.expose() ?? begun), "public_key": question.options,
            "allowed_models": models(question.allowedModels),
        ])
    }

    static func models(_ models: [AAGUID]?) -> JSONValue {
        models.map { .array($0.map { .string($0.description) }) } ?? .null
    }

    static func answer(in request: GatewayRequest) -> PasskeyAnswer {
        PasskeyAnswer(
            transaction: Secret(request.text("transaction")),
            credential: request.json.object?["credential"] ?? .null
        )
    }
}
