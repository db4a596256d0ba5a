package import Encoding

/// What is asked of the browser at an authentication: PublicKeyCredentialRequestOptions (WebAuthn Level 3 section 5.5), in
/// the JSON form that `parseRequestOptionsFromJSON()` takes.
package struct AuthenticationOptions: Sendable {
    package var relyingPartyID: String
    package var challenge: Challenge
    package var userVerification: UserVerification
    /// Empty where the browser finds a credential by itself.
    package var allowed: [CredentialDescriptor]
    /// In milliseconds.
    package var timeout: Int

    package init(
        relyingPartyID: String,
        challenge: Challenge,
        userVerification: UserVerification,
        allowed: [CredentialDescriptor],
        timeout: Int
    ) {
        self.relyingPartyID = relyingPartyID
        self.challenge = challenge
        self.userVerification = userVerification
        self.allowed = allowed
        self.timeout = timeout
    }

    package var json: JSONValue {
        [
            "rpId": .string(relyingPartyID), "challenge": .string(challenge.text),
            "userVerification": .string(userVerification.rawValue),
            "allowCredentials": .array(allowed.map(\.json)), "timeout": .number(JSONNumber(timeout)),
        ]
    }
}

/// A credential as the browser is told of it (WebAuthn Level 3 section 5.8.3).
package struct CredentialDescriptor: Sendable {
    package var id: CredentialID
    /// How its authenticator can be reached, as it said itself at registration.
    package var transports: [String]

    package init(id: CredentialID, transports: [String] = []) {
        self.id = id
        self.transports = transports
    }

    var json: JSONValue {
        var members: JSONObject = ["type": "public-key", "id": .string(id.text)]
        if !transports.isEmpty { members["transports"] = .array(transports.map { .string($0) }) }
        return .object(members)
    }
}
