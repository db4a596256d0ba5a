import JOSE

/// What to say of a rejection: to a program, to a person who looks into it, and to whom it falls to cure it.
public struct TokenRejectionDescription: Sendable, Equatable {
    /// `TOKEN-<CHECK>-<NN>`. Stable: a number is never given to another check.
    public let code: String
    /// One sentence: what is the matter.
    public let reason: String
    /// One sentence: what to do.
    public let cure: String
}

extension TokenRejection {
    /// The stable code, such as `TOKEN-AUD-01`.
    public var code: String { catalogueEntry.code }

    /// The entry of the catalogue: every rejection has exactly one, and no two share a code.
    public var catalogueEntry: TokenRejectionDescription {
        let (code, reason, cure) = text
        return TokenRejectionDescription(code: "TOKEN-\(code)", reason: reason, cure: cure)
    }

    private var text: (String, String, String) {
        switch self {
        case .untrusted(let error): error.text
        case .missingKeyIdentifier:
            ("KID-02", "The header names no key.", "Only tokens that the gateway issued are taken; they have a kid.")
        case .unknownKey:
            ("KID-03", "The gateway publishes no key of this name.", "Compare kid with the issuer's jwks.json.")
        case .keysUnavailable:
            ("KEY-01", "The gateway's keys are not known.", "Check that jwks.json can be fetched from here.")
        case .wrongType:
            ("TYP-02", "This is no access token.", "Send the access token: not an ID, refresh or logout token.")
        case .malformedClaims:
            ("CLM-01", "The payload is not one strict JSON object.", "Only tokens that the gateway issued are taken.")
        case .malformedClaim(let claim):
            ("CLM-02", "The claim \(claim.rawValue) is missing or not of its type.", "Compare issuer and version.")
        case .wrongIssuer:
            (
                "ISS-01", "Another issuer than the trusted one.",
                "Set the issuer to the gateway's public URL, to the byte."
            )
        case .wrongAudience:
            ("AUD-01", "The token is for other services.", "Ask for a token with this service in its audience.")
        case .expired:
            ("EXP-01", "The token has expired.", "Get a new one with the refresh token.")
        case .lifetimeTooLong:
            ("EXP-02", "The token lives longer than an access token may.", "Issue access tokens of 10 minutes at most.")
        case .issuedInFuture:
            ("IAT-01", "The token was issued in the future.", "Set the clocks of issuer and service by NTP.")
        case .notYetValid:
            ("NBF-01", "The token is not valid yet.", "Set the clocks of issuer and service by NTP.")
        case .wrongWorkspace:
            ("WSP-01", "The token is of another workspace.", "Sign in at the workspace that this service serves.")
        case .revoked:
            ("REV-01", "The token was revoked.", "Sign in again.")
        case .revocationUnknown:
            ("REV-02", "It is not known whether the token was revoked.", "Check the way to the revocation feed.")
        case .workspaceSuspended:
            ("REV-03", "The token's workspace is suspended.", "Whoever operates the gateway can resume it.")
        }
    }
}

extension JOSEError {
    fileprivate var text: (String, String, String) {
        let ours = "Only tokens that the gateway issued are taken, unchanged."
        let keys = "Publish a sound set of public keys."
        switch self {
        case .tooLong: return ("FRM-01", "The token is longer than 8 KiB.", ours)
        case .notThreeParts: return ("FRM-02", "Not three parts between two dots.", ours)
        case .emptyPart: return ("FRM-03", "A part of the token is empty.", ours)
        case .notBase64URL: return ("FRM-04", "A part of the token is not base64url without padding.", ours)
        case .malformedHeader: return ("HDR-01", "The header is not one strict JSON object.", ours)
        case .criticalExtension: return ("HDR-02", "The header has crit.", ours)
        case .unencodedPayload: return ("HDR-03", "The header has b64.", ours)
        case .compressed: return ("HDR-04", "The header has zip.", ours)
        case .nestedToken: return ("HDR-05", "The header has cty.", ours)
        case .embeddedKey: return ("HDR-06", "The header brings or names a key to trust.", ours)
        case .malformedType: return ("TYP-01", "The header's typ is no string.", ours)
        case .malformedKeyIdentifier: return ("KID-01", "The header's kid is no short string of visible ASCII.", ours)
        case .algorithmNotAllowed: return ("ALG-01", "The header's algorithm is not on the list.", ours)
        case .algorithmMismatch: return ("ALG-02", "The header's algorithm is not the key's.", ours)
        case .invalidSignature: return ("SIG-01", "The signature does not hold.", ours)
        case .malformedKey: return ("KEY-02", "A key is not one strict JSON object of its kind.", keys)
        case .unsupportedKey: return ("KEY-03", "A key is of another kind or for another purpose.", keys)
        case .privateKeyMaterial: return ("KEY-04", "The set holds a private key.", "Withdraw that key at once.")
        case .invalidPoint: return ("KEY-05", "A key is no point of its curve.", keys)
        case .weakPoint: return ("KEY-06", "A key is of small order.", keys)
        case .keyAlgorithmMismatch: return ("KEY-07", "A key's algorithm and type disagree.", keys)
        case .weakRSAKey: return ("KEY-08", "An RSA key is too short or weak.", keys)
        case .duplicateKeyIdentifier: return ("KEY-09", "Two keys have one name.", keys)
        case .tooManyKeys: return ("KEY-10", "The set has too many keys.", keys)
        case .malformedSigningKey: return ("KEY-11", "The private key is none of its algorithm.", keys)
        case .signingFailed: return ("KEY-12", "The cryptographic library could not sign.", keys)
        }
    }
}
