import Encoding

/// The text form of a hash, as the password-hashing competition's string format lays it down for Argon2.
enum PHCString {
    /// The most characters that a text within the bounds can have, with room to spare.
    private static let maximumBytes = 256
    private static let saltBytes = 8...64
    private static let tagBytes = 16...64
    private static let beginning = "$argon2id$v=19$"

    static func text(parameters: Argon2Parameters, salt: [UInt8], tag: [UInt8]) -> String {
        "\(beginning)\(parameters)$\(unpadded(salt))$\(unpadded(tag))"
    }

    static func parse(
        _ text: String
    ) throws(PasswordHashError) -> (parameters: Argon2Parameters, salt: [UInt8], tag: [UInt8]) {
        guard text.utf8.count <= maximumBytes, text.utf8.starts(with: beginning.utf8) else { throw .malformed }
        let parts = text.utf8.dropFirst(beginning.utf8.count)
            .split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed }
        let parameters = try self.parameters(parts[0])
        let (salt, tag) = (try bytes(parts[1]), try bytes(parts[2]))
        guard parameters.areAcceptable, saltBytes.contains(salt.count), tagBytes.contains(tag.count) else {
            throw .outOfBounds
        }
        return (parameters, salt, tag)
    }

    /// `m=<KiB>,t=<passes>,p=<lanes>`, in that order.
    static func parameters(_ text: Substring.UTF8View) throws(PasswordHashError) -> Argon2Parameters {
        let costs = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard costs.count == 3 else { throw .malformed }
        return Argon2Parameters(
            memoryKiB: try number(costs[0], named: "m="),
            passes: try number(costs[1], named: "t="),
            lanes: try number(costs[2], named: "p=")
        )
    }

    /// A decimal number in its one spelling. `UInt32(_:)` would also take a sign.
    private static func number(_ part: Substring.UTF8View, named name: String) throws(PasswordHashError) -> UInt32 {
        guard part.starts(with: name.utf8) else { throw .malformed }
        let digits = Substring(part.dropFirst(name.utf8.count))
        guard digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            digits.utf8.first != UInt8(ascii: "0"),
            !digits.isEmpty
        else { throw .malformed }
        guard let number = UInt32(digits) else { throw .outOfBounds }
        return number
    }

    private static func bytes(_ part: Substring.UTF8View) throws(PasswordHashError) -> [UInt8] {
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
