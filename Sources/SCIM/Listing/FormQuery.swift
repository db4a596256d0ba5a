import Encoding

/// The parameters of a query string, read as form data: `+` is a space and `%2B` a plus, because clients encode spaces in
/// both ways and addresses hold pluses (scim.md 1.3).
package struct FormQuery: Sendable {
    /// Bytes of a query: a filter with every byte escaped, and the rest.
    package static let bytes = 8 << 10
    private static let maximumParameters = 32

    private let parameters: [(name: String, value: String)]

    /// - Throws: `SCIM-LIST-05` for what is not percent-encoded UTF-8 or is too long.
    package init(_ query: String) throws(SCIMError) {
        guard query.utf8.count <= Self.bytes else { throw SCIMError(.listQuery, "The query is too long.") }
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.maximumParameters else { throw SCIMError(.listQuery, "Too many parameters.") }
        var parameters: [(String, String)] = []
        for pair in pairs {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            parameters.append((try Self.decoded(parts[0]), parts.count > 1 ? try Self.decoded(parts[1]) : ""))
        }
        self.parameters = parameters
    }

    /// The parameter of that name without case (Microsoft's collection writes `startindex`); nil where it is absent.
    /// Parameters that nobody asks for are ignored, such as Entra's flag.
    ///
    /// - Throws: `SCIM-LIST-05` where it is there twice: programs differ in which of two they take.
    package func value(_ name: String) throws(SCIMError) -> String? {
        var found: String?
        for parameter in parameters where CaseFolding.sameName(parameter.name, name) {
            guard found == nil else { throw SCIMError(.listQuery, "\(name) is there twice.") }
            found = parameter.value
        }
        return found
    }

    private static func decoded(_ text: Substring.UTF8View.SubSequence) throws(SCIMError) -> String {
        guard let bytes = PercentCoding.decodeForm(text), !bytes.contains(0),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw SCIMError(.listQuery) }
        return text
    }
}
