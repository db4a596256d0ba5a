import Encoding

/// Reads claims of a JSON object by type. A claim that is missing or of another type is an error that names it.
struct ClaimReader {
    private let object: JSONObject

    /// Longest claim in bytes; a mail address has 254 at most, a name in our database 200 characters.
    private static let maximumTextBytes = 1_024
    /// Most items of a list, permissions included.
    private static let maximumItems = 128
    /// The end of the year 9999: sums of times stay far from overflow.
    private static let latestSecond: Int64 = 253_402_300_799

    init(_ object: JSONObject) {
        self.object = object
    }

    func has(_ claim: ClaimName) -> Bool {
        value(of: claim) != nil
    }

    /// An identifier: visible ASCII, 1 byte at least. Within ASCII two strings are equal exactly when their bytes are,
    /// so identifiers read here may be compared and hashed as strings.
    func identifier(_ claim: ClaimName) throws(TokenRejection) -> String {
        guard let text = value(of: claim)?.string, Self.isIdentifier(text) else { throw .malformedClaim(claim) }
        return text
    }

    /// A list of identifiers with at least one item.
    func identifiers(_ claim: ClaimName) throws(TokenRejection) -> [String] {
        guard let items = value(of: claim)?.strings, !items.isEmpty, items.count <= Self.maximumItems,
            items.allSatisfy(Self.isIdentifier)
        else { throw .malformedClaim(claim) }
        return items
    }

    /// `aud` may be a list or, with one member, a single string (RFC 7519 section 4.1.3).
    func audience() throws(TokenRejection) -> [String] {
        if value(of: .audience)?.string != nil { return [try identifier(.audience)] }
        return try identifiers(.audience)
    }

    /// Identifiers separated by single spaces (RFC 6749 section 3.3); none at all is an empty string.
    func spaceSeparated(_ claim: ClaimName) throws(TokenRejection) -> [String] {
        guard let text = value(of: claim)?.string, text.utf8.count <= Self.maximumTextBytes * 4 else {
            throw .malformedClaim(claim)
        }
        guard !text.isEmpty else { return [] }
        let items = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        guard items.count <= Self.maximumItems, items.allSatisfy(Self.isIdentifier) else {
            throw .malformedClaim(claim)
        }
        return items
    }

    /// Text for people: any Unicode, possibly empty.
    func text(_ claim: ClaimName) throws(TokenRejection) -> String {
        guard let text = value(of: claim)?.string, text.utf8.count <= Self.maximumTextBytes else {
            throw .malformedClaim(claim)
        }
        return text
    }

    /// A NumericDate as we issue it: a whole number of seconds, written as one. RFC 7519 section 2 allows fractions;
    /// we refuse them, with exponents, strings and negative numbers, since readers differ in what they make of those
    /// (attacks 5.4 #33).
    func seconds(_ claim: ClaimName) throws(TokenRejection) -> Int {
        guard let second = value(of: claim)?.integer, (0...Self.latestSecond).contains(second) else {
            throw .malformedClaim(claim)
        }
        return Int(second)
    }

    private static func isIdentifier(_ text: String) -> Bool {
        let utf8 = text.utf8
        return !utf8.isEmpty && utf8.count <= maximumTextBytes && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// The value of a member whose name has exactly these bytes. `==` tells apart what bytes do here: claim names are
    /// ASCII without K, semicolon and grave accent, the only ASCII characters that others are equivalent to.
    private func value(of claim: ClaimName) -> JSONValue? {
        let name = claim.rawValue
        for member in object.members where member.name == name { return member.value }
        return nil
    }
}
