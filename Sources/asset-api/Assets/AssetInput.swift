import Encoding
import FoundationEssentials

/// What people send about assets, read member by member. Each reader throws ``Problem`` of code `invalid_request` with a
/// sentence that names the member; nil where the member is not there.
struct AssetInput {
    private static let longestTag = 64
    /// Characters, counted as people see them, and bytes.
    private static let longestName = 200
    private static let longestNameBytes = 800
    private static let longestKind = 32

    private let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    func tag() throws -> String? {
        try read("tag", "1 to \(Self.longestTag) ASCII letters, digits, '.', '_', '-' or '/'") { text in
            (1...Self.longestTag).contains(text.utf8.count)
                && text.utf8.allSatisfy {
                    Self.isDigit($0) || Self.isLowerCase($0 | 0x20) || "._-/".utf8.contains($0)
                }
        }
    }

    func name() throws -> String? {
        try read("name", "1 to \(Self.longestName) characters without control characters or outer spaces") { text in
            (1...Self.longestName).contains(text.count) && text.utf8.count <= Self.longestNameBytes
                && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
                && text.first?.isWhitespace == false && text.last?.isWhitespace == false
        }
    }

    func kind() throws -> String? {
        try read("kind", "1 to \(Self.longestKind) lower-case ASCII letters, digits, '_' or '-'") { text in
            (1...Self.longestKind).contains(text.utf8.count)
                && text.utf8.allSatisfy { Self.isDigit($0) || Self.isLowerCase($0) || "_-".utf8.contains($0) }
        }
    }

    func state() throws -> Asset.State? {
        let words = Asset.State.allCases.map(\.rawValue)
        return try read("state", "one of \(words.joined(separator: ", "))") { Asset.State(rawValue: $0) != nil }
            .flatMap(Asset.State.init(rawValue:))
    }

    /// The user who shall hold it; the inner nil takes it out of everybody's hands.
    func holder() throws -> UUID?? {
        guard let value = object["holder"] else { return nil }
        if value.isNull { return .some(nil) }
        guard let id = value.string.flatMap(UUID.init(text:)) else {
            throw Problem(.invalidRequest, "'holder' is not a user's id in lower case, nor null.")
        }
        return .some(id)
    }

    /// The value of a member that has to be there.
    static func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Problem(.invalidRequest, "'\(name)' is missing.") }
        return value
    }

    private func read(_ name: String, _ rule: String, _ isFit: (String) -> Bool) throws -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string, isFit(text) else {
            throw Problem(.invalidRequest, "'\(name)' is not \(rule).")
        }
        return text
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    }
}
