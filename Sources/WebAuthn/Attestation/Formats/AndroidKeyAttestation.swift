/// How far an android-key attestation must go.
package enum AndroidKeyRequirement: Sendable, Equatable {
    /// What either authorization list says of origin and purpose must be right; it may be silent, as in W3C's own vector.
    case asStated
    /// The list of the trusted environment must say both.
    case hardwareBacked
}

/// WebAuthn Level 3 section 8.4: the keystore of an Android device describes the credential's key in its certificate.
enum AndroidKeyAttestation {
    /// KM_ORIGIN_GENERATED and KM_PURPOSE_SIGN of Android's keymaster.
    private static let generated: Int64 = 0
    private static let sign: Int64 = 2

    static func verify(
        _ statement: AttestationStatement,
        _ requirement: AndroidKeyRequirement
    ) throws(WebAuthnRejection) -> AttestationType {
        try statement.requireExactly(["alg", "sig", "x5c"])
        let certificates = try statement.certificates()
        let certificate = certificates[0]
        try statement.requireSignature(
            over: statement.signedBytes,
            by: certificate,
            statement.algorithm(),
            else: .androidSignature
        )
        guard certificate.certifies(statement.attested.publicKey) else { throw WebAuthnRejection(.androidKey) }
        let description = try AndroidKeyDescription(of: certificate)
        guard description.challenge.elementsEqual(statement.clientDataHash) else {
            throw WebAuthnRejection(.androidChallenge)
        }
        try checkAuthorizations(description, requirement)
        return .certified(certificates)
    }

    private static func checkAuthorizations(
        _ description: AndroidKeyDescription,
        _ requirement: AndroidKeyRequirement
    ) throws(WebAuthnRejection) {
        let (software, trusted) = (description.softwareEnforced, description.trustedEnforced)
        // "not present on either authorization list"
        guard !software.allApplications, !trusted.allApplications else {
            throw WebAuthnRejection(.androidAllApplications)
        }
        let counting: [AndroidAuthorizations]
        switch requirement {
        case .asStated: counting = [software, trusted]
        case .hardwareBacked:
            counting = [trusted]
            guard trusted.origin != nil else { throw WebAuthnRejection(.androidOrigin) }
            guard trusted.purposes != nil else { throw WebAuthnRejection(.androidPurpose) }
        }
        guard counting.compactMap(\.origin).allSatisfy({ $0 == generated }) else {
            throw WebAuthnRejection(.androidOrigin)
        }
        guard counting.compactMap(\.purposes).allSatisfy({ $0.contains(sign) }) else {
            throw WebAuthnRejection(.androidPurpose)
        }
    }
}
