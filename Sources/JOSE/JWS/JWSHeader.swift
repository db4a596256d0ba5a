import Encoding

/// The protected header of a compact JWS, as far as it may say anything.
///
/// It can name the kind of token and the key by its identifier. Whatever would let the sender choose the key, the
/// encoding or the rules is refused rather than ignored: a reader that knows such a member could take the token for
/// something else (attacks 5.4 #28, #30).
public struct JWSHeader: Sendable, Equatable {
    /// `alg`, one of our list.
    public let algorithm: VerificationAlgorithm
    /// `typ`; nil where there is none.
    public let type: String?
    /// `kid`; nil where there is none.
    public let keyIdentifier: KeyIdentifier?

    /// Longest header in bytes: `alg`, `typ` and the longest ``KeyIdentifier`` leave room to spare.
    static let limits = JSONLimits(bytes: 2 << 10, depth: 4, values: 32)

    init(parsing bytes: [UInt8]) throws(JOSEError) {
        let value: JSONValue
        do { value = try StrictJSON.parse(bytes, limits: Self.limits) } catch { throw .malformedHeader }
        guard let object = value.object else { throw .malformedHeader }
        algorithm = try AlgorithmCheck.algorithm(in: object)
        type = try Self.type(in: object)
        keyIdentifier = try Self.keyIdentifier(in: object)
        try ForbiddenHeaderCheck.check(object)
    }

    /// Whether the token is of that kind. Media types are compared without case, and `application/` may be left out or
    /// not (RFC 7515 section 4.1.9, RFC 9068 section 4).
    public func isOfType(_ expected: String) -> Bool {
        guard let type else { return false }
        if type == expected { return true }
        let name = Self.lowerCase(type)
        let prefix = Array("application/".utf8)
        let wanted = Self.lowerCase(expected)
        return name == wanted || name == prefix + wanted
    }

    private static func lowerCase(_ text: String) -> [UInt8] {
        text.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
    }

    private static func type(in object: JSONObject) throws(JOSEError) -> String? {
        guard let value = object["typ"] else { return nil }
        guard let type = value.string else { throw .malformedType }
        return type
    }

    private static func keyIdentifier(in object: JSONObject) throws(JOSEError) -> KeyIdentifier? {
        guard let value = object["kid"] else { return nil }
        guard let text = value.string else { throw .malformedKeyIdentifier }
        return try KeyIdentifier(text)
    }
}

/// `alg` is there, a string, and on the list: exact spelling, so `None`, `nOnE` and `none` are all unknown names, and an
/// array is none at all (RFC 8725 section 3.1; attacks 5.4 #26).
private enum AlgorithmCheck {
    static func algorithm(in object: JSONObject) throws(JOSEError) -> VerificationAlgorithm {
        guard let name = object["alg"]?.string, let algorithm = VerificationAlgorithm(rawValue: name) else {
            throw .algorithmNotAllowed
        }
        return algorithm
    }
}

/// The members that no token of anybody we trust has a use for.
private enum ForbiddenHeaderCheck {
    static func check(_ object: JSONObject) throws(JOSEError) {
        for member in object {
            switch member.name {
            // RFC 7515 section 4.1.11: extensions that are not understood refuse the token, and we understand none.
            case "crit": throw .criticalExtension
            case "b64": throw .unencodedPayload
            case "zip": throw .compressed
            case "cty": throw .nestedToken
            // RFC 8725 section 3.5 and 3.10: keys are never taken, nor fetched, from the token.
            case "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256": throw .embeddedKey
            default: continue
            }
        }
    }
}
