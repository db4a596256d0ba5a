public import JOSE

/// Why an access token is refused. One case is one check.
///
/// No case carries text out of the token but the names of known claims, so all of them may be logged. What a client may
/// be told is in ``BearerChallenge``.
public enum TokenRejection: Error, Equatable, Hashable, Sendable {
    /// The compact form, the header or the signature is wrong.
    case untrusted(JOSEError)
    /// The header names no key, so none can be chosen.
    case missingKeyIdentifier
    /// The gateway publishes no key of that name.
    case unknownKey
    /// The gateway's keys are not known, or too old to rely on, and can't be had now.
    case keysUnavailable
    /// `typ` is not `at+jwt`: another kind of token (RFC 9068 section 4).
    case wrongType
    /// The payload is not one strict JSON object.
    case malformedClaims
    /// A claim is missing or not of its type.
    case malformedClaim(ClaimName)
    /// `iss` is not the gateway that this service trusts.
    case wrongIssuer
    /// `aud` does not name this service.
    case wrongAudience
    /// `exp` has passed.
    case expired
    /// The token lives longer than an access token may.
    case lifetimeTooLong
    /// `iat` lies in the future.
    case issuedInFuture
    /// `nbf` lies in the future.
    case notYetValid
    /// The token is of another workspace than the one that this service serves.
    case wrongWorkspace
    /// Its session, user, workspace or key was revoked after it was issued.
    case revoked
    /// It was revoked since its workspace is suspended: another token would be refused as well.
    case workspaceSuspended
    /// Whether it was revoked is not known: the knowledge is older than its bound.
    case revocationUnknown
}
