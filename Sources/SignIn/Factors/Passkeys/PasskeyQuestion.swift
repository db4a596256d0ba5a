package import Encoding
package import Secrets
package import WebAuthn

/// What a browser is told before it asks the authenticator.
package struct PasskeyQuestion: Sendable {
    /// The ceremony's token, to come back with the reply; nil where the begun sign-in's own one does.
    package let transaction: Secret<String>?
    /// PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON.
    package let options: JSONValue
    /// Whether a passkey is to be made, not used.
    package let isRegistration: Bool
    /// Of which models one may be made; nil for all, and where none is to be made.
    package let allowedModels: [AAGUID]?

    package init(
        transaction: Secret<String>?,
        options: JSONValue,
        isRegistration: Bool,
        allowedModels: [AAGUID]? = nil
    ) {
        self.transaction = transaction
        self.options = options
        self.isRegistration = isRegistration
        self.allowedModels = allowedModels
    }
}

/// A browser's reply, with the token of the ceremony that it belongs to.
package struct PasskeyAnswer: Sendable {
    /// nil where the begun sign-in's own one stands for it.
    package let transaction: Secret<String>?
    /// As `toJSON()` gives it.
    package let credential: JSONValue

    package init(transaction: Secret<String>? = nil, credential: JSONValue) {
        self.transaction = transaction
        self.credential = credential
    }
}
