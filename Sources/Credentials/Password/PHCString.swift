import Encoding

/// A hash in the password-hashing competition's string format: `$<name>[$v=<version>]$<costs>$<salt>$<tag>`, salt and tag in
/// base64 without padding.
///
/// One spelling only: no leading zeros, the costs in the order of their scheme, no padding, nothing left over.
struct PHCString {
    /// The most characters that a text within the bounds can have, with room to spare.
    static let maximumBytes = 256

    let name: String
    /// nil where none is said.
    let version: UInt32?
    /// `m=19456,t=2,p=1` and the like.
    private let costs: Substring.UTF8View
    let salt: [UInt8]
    let tag: [UInt8]

    init(parsing text: String) throws(PasswordHashError) {
        guard text.utf8.count <= Self.maximumBytes else { throw .malformed }
        var parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)[...]
        guard parts.popFirst()?.isEmpty == true, let name = parts.popFirst() else { throw .malformed }
        self.name = String(Substring(name))
        if let first = parts.first, first.starts(with: "v=".utf8) {
            version = try Self.number(first, named: "v")
            parts.removeFirst()
        } else {
            version = nil
        }
        guard parts.count == 3, let costs = parts.popFirst(), let salt = parts.popFirst(), let tag = parts.popFirst()
        else { throw .malformed }
        self.costs = costs
        self.salt = try Self.bytes(salt)
        self.tag = try Self.bytes(tag)
    }

    var numberOfCosts: Int { costs.count { $0 == UInt8(ascii: ",") } + 1 }

    /// The costs, which must be exactly these, in this order.
    func costs(named names: [String]) throws(PasswordHashError) -> [UInt32] {
        try Self.costs(costs, named: names)
    }

    /// The costs that `text` spells, which must be exactly these, in this order.
    static func costs(_ text: Substring.UTF8View, named names: [String]) throws(PasswordHashError) -> [UInt32] {
        let costs = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard costs.count == names.count else { throw .malformed }
        var numbers: [UInt32] = []
        for (cost, name) in zip(costs, names) { numbers.append(try number(cost, named: name)) }
        return numbers
    }

    static func text(name: String, version: UInt32, costs: String, salt: [UInt8], tag: [UInt8]) -> String {
        "$\(name)$v=\(version)$\(costs)$\(unpadded(salt))$\(unpadded(tag))"
    }

    /// A decimal number in its one spelling. `UInt32(_:)` would also take a sign.
    static func number(_ digits: Substring.UTF8View) throws(PasswordHashError) -> UInt32 {
        guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            digits.first != UInt8(ascii: "0"), !digits.isEmpty
        else { throw .malformed }
        guard let number = UInt32(Substring(digits)) else { throw .outOfBounds }
        return number
    }

    private static func number(_ part: Substring.UTF8View, named name: String) throws(PasswordHashError) -> UInt32 {
        guard part.starts(with: "\(name)=".utf8) else { throw .malformed }
        return try number(part.dropFirst(name.utf8.count + 1))
    }

    static func bytes(_ part: Substring.UTF8View) throws(PasswordHashError) -> [UInt8] {
        guard !part.contains(UInt8(ascii: "=")) else { throw .malformed }
        let padding = String(repeating: "=", count: (4 - part.count % 4) % 4)
        do {
            return try Base64.decode(String(Substring(part)) + padding)
        } catch {
            throw .malformed
        }
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes).prefix { $0 != "=" })
    }
}
