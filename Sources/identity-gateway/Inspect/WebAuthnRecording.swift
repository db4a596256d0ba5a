internal import ArgumentParser
internal import Encoding
internal import WebAuthn

/// What `inspect webauthn` is given beside the reply, read into the engine's values. Throws `ValidationError` for what is
/// missing or wrong.
struct WebAuthnRecording {
    let members: JSONObject

    /// What is stored of a credential; its key is judged by the engine.
    struct StoredCredential {
        let id: CredentialID
        let publicKey: [UInt8]
        let signCount: UInt32
        let isBackupEligible: Bool
        let userHandle: UserHandle?
    }

    func ceremony() throws -> Ceremony {
        switch try string("ceremony") {
        case "registration": return .registration
        case "authentication": return .authentication
        default: throw ValidationError("ceremony must be registration or authentication.")
        }
    }

    /// The reply, whatever it is.
    func reply() throws -> JSONValue {
        try Self.given(members["credential_reply"], "credential_reply is missing.")
    }

    func registrationExpectation() throws -> RegistrationExpectation {
        RegistrationExpectation(
            relyingParty: try relyingParty(),
            challenge: try challenge(),
            userVerification: try userVerification(),
            algorithms: try algorithms(),
            isConditional: try isConditional()
        )
    }

    func authenticationExpectation() throws -> AuthenticationExpectation {
        AuthenticationExpectation(
            relyingParty: try relyingParty(),
            challenge: try challenge(),
            userVerification: try userVerification(),
            allowedCredentials: try allowedCredentials(),
            identification: try flag("user_known", otherwise: true) ? .beforeCeremony : .byCredential,
            clonePolicy: try clonePolicy()
        )
    }

    func storedCredential() throws -> StoredCredential {
        let credential = try Self.given(members["credential"]?.object, "credential must be an object.")
        let count = try Self.given(
            credential["sign_count"]?.integer.flatMap { UInt32(exactly: $0) },
            "credential.sign_count must be a number of 32 bits."
        )
        let eligible = try Self.given(
            credential["backup_eligible"]?.bool,
            "credential.backup_eligible must be true or false."
        )
        return StoredCredential(
            id: try Self.credentialID(credential["id"], "credential.id"),
            publicKey: try Self.bytes(credential["public_key"], "credential.public_key"),
            signCount: count,
            isBackupEligible: eligible,
            userHandle: try Self.userHandle(credential["user_handle"])
        )
    }

    // MARK: Members

    private func relyingParty() throws -> RelyingParty {
        RelyingParty(
            id: try string("rp_id"),
            origins: try Self.given(members["origins"]?.strings, "origins must be an array of strings."),
            embedding: try embedding()
        )
    }

    private func embedding() throws -> RelyingParty.Embedding {
        let topOrigins = try members["top_origins"].map {
            try Self.given($0.strings, "top_origins must be an array of strings.")
        }
        guard try flag("allow_cross_origin", otherwise: false) else { return .refused }
        return .allowed(topOrigins: topOrigins ?? [])
    }

    private func challenge() throws -> Challenge {
        Challenge(recorded: try Self.bytes(members["challenge"], "challenge"))
    }

    private func userVerification() throws -> UserVerification {
        try Self.given(
            UserVerification(rawValue: string("user_verification")),
            "user_verification must be required, preferred or discouraged."
        )
    }

    /// Numbers that the engine does not know are none that a key can have.
    private func algorithms() throws -> Set<COSEAlgorithm> {
        guard let value = members["allowed_algorithms"] else { return Set(COSEAlgorithm.allCases) }
        let numbers = try Self.given(value.array, "allowed_algorithms must be an array of numbers.").map {
            try Self.given($0.integer, "allowed_algorithms must be an array of numbers.")
        }
        return Set(numbers.compactMap(COSEAlgorithm.init))
    }

    private func isConditional() throws -> Bool {
        guard let value = members["mediation"], !value.isNull else { return false }
        return try Self.given(value.string, "mediation must be a string.") == "conditional"
    }

    private func allowedCredentials() throws -> [CredentialID] {
        guard let value = members["allowed_credentials"], !value.isNull else { return [] }
        return try Self.given(value.array, "allowed_credentials must be an array of ids.").map {
            try Self.credentialID($0, "allowed_credentials")
        }
    }

    private func clonePolicy() throws -> ClonePolicy {
        guard let value = members["clone_policy"] else { return .refuse }
        return try Self.given(value.string.flatMap(ClonePolicy.init), "clone_policy must be refuse or flag.")
    }

    private func string(_ name: String) throws -> String {
        try Self.given(members[name]?.string, "\(name) must be a string.")
    }

    private func flag(_ name: String, otherwise absent: Bool) throws -> Bool {
        guard let value = members[name] else { return absent }
        return try Self.given(value.bool, "\(name) must be true or false.")
    }

    private static func credentialID(_ value: JSONValue?, _ name: String) throws -> CredentialID {
        let bytes = try bytes(value, name)
        return try given(try? CredentialID(bytes), "\(name) must be 1 to \(CredentialID.mostBytes) bytes.")
    }

    private static func userHandle(_ value: JSONValue?) throws -> UserHandle? {
        guard let value, !value.isNull else { return nil }
        let bytes = try bytes(value, "credential.user_handle")
        return try given(try? UserHandle(bytes), "credential.user_handle must be 1 to \(UserHandle.mostBytes) bytes.")
    }

    private static func bytes(_ value: JSONValue?, _ name: String) throws -> [UInt8] {
        try given(value?.string.flatMap { try? Base64URL.decode($0) }, "\(name) must be base64url without padding.")
    }

    private static func given<Value>(_ value: Value?, _ fault: String) throws -> Value {
        guard let value else { throw ValidationError(fault) }
        return value
    }
}
