import Encoding

/// Reads claims of a JSON object by type. A claim that is missing or of another type is an error that names it.
struct ClaimReader {
    private let members: [JSONMember]
    /// Where the next claim is looked for first: the gateway writes claims in the order that they are read in, so that
    /// each is found at once.
    private var cursor = 0

    /// Longest claim in bytes; a mail address has 254 at most, a name in our database 200 characters.
    private static let maximumTextBytes = 1_024
    /// Most items of a list, permissions included.
    private static let maximumItems = 128
    /// The end of the year 9999: sums of times stay far from overflow.
    private static let latestSecond: Int64 = 253_402_300_799

    init(_ object: JSONObject) {
        members = object.members
    }

    mutating func has(_ claim: ClaimName) -> Bool {
        value(of: claim) != nil
    }

    /// An identifier: visible ASCII, 1 byte at least. Within ASCII two strings are equal exactly when their bytes are,
    /// so identifiers read here may be compared and hashed as strings.
    mutating func identifier(_ claim: ClaimName) throws(TokenRejection) -> String {
        guard let text = value(of: claim)?.string, Self.isIdentifier(text) else { throw .malformedClaim(claim) }
        return text
    }

    /// A list of identifiers with at least one item.
    mutating func identifiers(_ claim: ClaimName) throws(TokenRejection) -> [String] {
        guard let value = value(of: claim) else { throw .malformedClaim(claim) }
        return try Self.identifiers(in: value, of: claim)
    }

    /// `aud` may be a list or, with one member, a single string (RFC 7519 section 4.1.3).
    mutating func audience() throws(TokenRejection) -> [String] {
        guard let value = value(of: .audience) else { throw .malformedClaim(.audience) }
        if let text = value.string, Self.isIdentifier(text) { return [text] }
        return try Self.identifiers(in: value, of: .audience)
    }

    /// Identifiers separated by single spaces (RFC 6749 section 3.3); none at all is an empty string.
    mutating func spaceSeparated(_ claim: ClaimName) throws(TokenRejection) -> [String] {
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
    mutating func text(_ claim: ClaimName) throws(TokenRejection) -> String {
        guard let text = value(of: claim)?.string, text.utf8.count <= Self.maximumTextBytes else {
            throw .malformedClaim(claim)
        }
        return text
    }

    /// A NumericDate as we issue it: a whole number of seconds, written as one. RFC 7519 section 2 allows fractions;
    /// we refuse them, with exponents, strings and negative numbers, since readers differ in what they make of those
    /// (attacks 5.4 #33).
    mutating func seconds(_ claim: ClaimName) throws(TokenRejection) -> Int {
        guard let second = value(of: claim)?.integer, (0...Self.latestSecond).contains(second) else {
            throw .malformedClaim(claim)
        }
        return Int(second)
    }

    private static func identifiers(in value: JSONValue, of claim: ClaimName) throws(TokenRejection) -> [String] {
        guard let items = value.strings, !items.isEmpty, items.count <= maximumItems, items.allSatisfy(isIdentifier)
        else { throw .malformedClaim(claim) }
        return items
    }

    private static func isIdentifier(_ text: String) -> Bool {
        let utf8 = text.utf8
        return !utf8.isEmpty && utf8.count <= maximumTextBytes && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// The value of a member whose name has exactly these bytes. `==` tells apart what bytes do here: claim names are
    /// ASCII without K, semicolon and grave accent, the only ASCII characters that others are equivalent to.
    private mutating func value(of claim: ClaimName) -> JSONValue? {
        let name = claim.rawValue
        if cursor < members.count, members[cursor].name == name {
            cursor += 1
            return members[cursor - 1].value
        }
        guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
        cursor = place + 1
        return members[place].value
    }
}
