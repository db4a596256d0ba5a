import Encoding
import GatewayHTTP
import Secrets
import SignIn

/// The form in which a browser's reply comes.
enum PasskeyForm {
    /// Bytes: an attestation with its certificates, in base64url.
    static let maximumCredentialBytes = 48 << 10

    static let fields: [FormField] = [
        .required("credential", maximumBytes: maximumCredentialBytes, "The reply as its `toJSON()` gives it."),
        .optional("transaction", maximumBytes: 256, "The challenge's token, where it has one of its own."),
        .optional("return_to", maximumBytes: LocalPath.maximumBytes, "Where to go then: a path of this server."),
    ]

    /// What is no JSON is no reply to anything, and refused as such.
    static func answer(_ request: GatewayRequest) -> PasskeyAnswer {
        let text = request.form["credential"] ?? ""
        let token = request.form["transaction"].flatMap { $0.isEmpty ? nil : $0 }
        return PasskeyAnswer(
            transaction: token.map { Secret($0) },
            credential: (try? StrictJSON.parse(Array(text.utf8))) ?? .null
        )
    }
}
