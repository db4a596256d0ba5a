import Encoding
import TestSupport

@testable import WebAuthn

/// The code with which a piece of work is refused; nil where it is not.
func refusal<Value>(_ work: () throws -> Value) throws -> WebAuthnCode? {
    do {
        _ = try work()
        return nil
    } catch let error as WebAuthnRejection {
        return error.code
    }
}

extension RegistrationForge {
    func verify(
        _ change: (inout RegistrationExpectation) -> Void = { _ in }
    ) async throws -> VerifiedRegistration {
        try await RegistrationVerifier(expectation(change)).verify(
            RegistrationReply(json: json()),
            at: CertificateForge.moment
        )
    }

    /// The code with which the registration is refused; nil where it is accepted.
    func refusal(_ change: (inout RegistrationExpectation) -> Void = { _ in }) async throws -> WebAuthnCode? {
        do {
            _ = try await verify(change)
            return nil
        } catch let error as WebAuthnRejection {
            return error.code
        }
    }

    /// A forge with one thing changed.
    static func broken(
        _ format: String = "none",
        _ algorithm: COSEAlgorithm = .es256,
        _ change: (inout RegistrationForge) throws -> Void
    ) throws -> RegistrationForge {
        var forge = try RegistrationForge(format, algorithm)
        try change(&forge)
        return forge
    }
}

extension AuthenticationForge {
    func verify(
        against record: CredentialRecord? = nil,
        _ change: (inout AuthenticationExpectation) -> Void = { _ in }
    ) throws -> VerifiedAuthentication {
        try AuthenticationVerifier(expectation(change)).verify(
            AuthenticationReply(json: json()),
            against: record ?? self.record()
        )
    }

    /// The code with which the authentication is refused; nil where it is accepted.
    func refusal(
        against record: CredentialRecord? = nil,
        _ change: (inout AuthenticationExpectation) -> Void = { _ in }
    ) throws -> WebAuthnCode? {
        try WebAuthnTests.refusal { try verify(against: record, change) }
    }

    /// A forge with one thing changed.
    static func broken(
        _ algorithm: COSEAlgorithm = .es256,
        _ change: (inout AuthenticationForge) throws -> Void
    ) throws -> AuthenticationForge {
        var forge = try AuthenticationForge(algorithm)
        try change(&forge)
        return forge
    }
}

extension JSONObject {
    /// Changes a member of `response`.
    mutating func editResponse(_ change: (inout JSONObject) -> Void) {
        guard var response = self["response"]?.object else { return }
        change(&response)
        self["response"] = .object(response)
    }
}
