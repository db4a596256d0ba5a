import Encoding

/// Takes the access token out of a request (RFC 6750), one way only: one `Authorization` field, the scheme, one space, the
/// token.
///
/// RFC 6750 sections 2.2 and 2.3 also allow a form field and a query parameter. We take neither: queries end up in logs,
/// histories and referrers (attacks 5.4 #42).
public enum BearerCredential {
    /// Why there is no token to take.
    public enum Fault: Error, Equatable, Hashable, Sendable, CaseIterable {
        /// No `Authorization` field, or one of another scheme.
        case missing
        /// More than one `Authorization` field: a proxy and we could differ on which counts.
        case severalFields
        /// The field is not the scheme, one space and the characters of a token; such as two values joined by a comma.
        case malformed
        /// A token stands in the query.
        case inQuery
    }

    /// The token of a request.
    ///
    /// - Parameters:
    ///   - fields: the values of all `Authorization` fields of the request.
    ///   - query: the query of the request's address as it came, without `?`.
    /// - Throws: ``Fault``.
    public static func token(authorization fields: [String], query: String?) throws(Fault) -> String {
        if let query, carriesToken(query) { throw .inQuery }
        guard fields.count <= 1 else { throw .severalFields }
        guard let field = fields.first else { throw .missing }
        let scheme = Array("bearer".utf8)
        let utf8 = field.utf8
        // RFC 9110 section 11.1: the scheme's name is case-insensitive.
        let hasScheme = utf8.prefix(scheme.count).elementsEqual(scheme) { $0 | 0x20 == $1 }
        let rest = utf8.dropFirst(scheme.count)
        guard hasScheme, rest.first.map({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }) ?? true else {
            throw .missing
        }
        let token = rest.dropFirst()
        guard rest.first == UInt8(ascii: " "), isToken(token) else { throw .malformed }
        return String(Substring(token))
    }

    /// `b64token` of RFC 6750 section 2.1: no space before, within or after it, no comma.
    private static func isToken(_ text: Substring.UTF8View) -> Bool {
        guard let end = text.firstIndex(of: UInt8(ascii: "=")) else { return !text.isEmpty && areTokenBytes(text) }
        let padding = text[end...]
        return end > text.startIndex && areTokenBytes(text[..<end]) && padding.allSatisfy { $0 == UInt8(ascii: "=") }
    }

    private static func areTokenBytes(_ text: Substring.UTF8View) -> Bool {
        text.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    /// Whether a parameter is called `access_token`, however its name is escaped.
    private static func carriesToken(_ query: String) -> Bool {
        query.utf8.split(separator: UInt8(ascii: "&")).contains { parameter in
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            return PercentCoding.decode(name)?.elementsEqual("access_token".utf8) ?? false
        }
    }
}
