/// Why a compact JWS, a key or a set of keys is refused. Each case is one check.
///
/// No case carries text out of the input, so an error may be shown and logged as it is.
public enum JOSEError: Error, Equatable, Hashable, Sendable {
    // MARK: The compact form (RFC 7515 section 7.1)

    /// The text is longer than its limit in bytes.
    case tooLong
    /// Not three parts between two dots: a JWE has five, the JSON serialization none.
    case notThreeParts
    /// A part is empty that may not be.
    case emptyPart
    /// A part is not canonical base64url without padding (RFC 7515 section 2).
    case notBase64URL

    // MARK: The protected header (RFC 7515 section 4)

    /// The header is not one strict JSON object: not UTF-8, a duplicate member, too deep, trailing bytes.
    case malformedHeader
    /// `alg` is missing, not a string, `none`, or names nothing on our list.
    case algorithmNotAllowed
    /// `kid` is not a string of 1 to 256 visible ASCII characters.
    case malformedKeyIdentifier
    /// `typ` is not a string.
    case malformedType
    /// `crit` is there: we implement no extension (RFC 7515 section 4.1.11).
    case criticalExtension
    /// `b64` is there (RFC 7797), so header and reader could differ on what was signed.
    case unencodedPayload
    /// `zip` is there.
    case compressed
    /// `cty` is there: a token inside a token (RFC 7519 section 5.2).
    case nestedToken
    /// `jwk`, `jku`, `x5u`, `x5c`, `x5t` or `x5t#S256` is there: the sender proposes the key to trust.
    case embeddedKey

    // MARK: The signature

    /// The header's `alg` is not the one algorithm of the key.
    case algorithmMismatch
    /// The signature does not verify under the key, or has not the algorithm's length.
    case invalidSignature

    // MARK: Keys (RFC 7517, RFC 7518 section 6, RFC 8037)

    /// Not one strict JSON object with the members of a key, or of a set.
    case malformedKey
    /// Key type, curve or algorithm is none of ours, or the key is not for signatures.
    case unsupportedKey
    /// The key carries private or symmetric material, which has no place where public keys are read.
    case privateKeyMaterial
    /// The coordinates are no point of the curve, or have not its exact length.
    case invalidPoint
    /// A point of small order, under which anybody can make signatures.
    case weakPoint
    /// `alg` and the key's type or curve disagree.
    case keyAlgorithmMismatch
    /// An RSA modulus below 2,048 or above 8,192 bits, an even one, or a public exponent other than 65,537.
    case weakRSAKey
    /// Two keys of a set have the same identifier.
    case duplicateKeyIdentifier
    /// More keys than a set may have.
    case tooManyKeys
    /// The bytes are no private key of the algorithm.
    case malformedSigningKey
    /// The cryptographic library could not sign.
    case signingFailed
}
