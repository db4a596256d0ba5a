/// The version of a resource: a weak entity tag, the same in the header `ETag` and in `meta.version` (RFC 7644 section
/// 3.14). Weak, because the representation differs with the attributes that are asked for.
package struct ResourceVersion: Sendable, Equatable {
    /// What stands between the quotation marks.
    package let opaque: String

    /// - Parameter number: the count of changes that storage keeps; it moves only with the representation.
    package init(number: Int64) {
        opaque = String(number)
    }

    init?(tag: Substring) {
        var rest = tag.utf8
        if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
        guard rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") else { return nil }
        let inner = rest.dropFirst().dropLast()
        // RFC 9110 section 8.8.3, etagc.
        guard inner.allSatisfy({ $0 == 0x21 || (0x23...0x7E).contains($0) || $0 >= 0x80 }) else { return nil }
        opaque = String(Substring(inner))
    }

    /// The entity tag.
    package var tag: String { "W/\"\(opaque)\"" }

    package static func == (first: ResourceVersion, second: ResourceVersion) -> Bool {
        first.opaque.utf8.elementsEqual(second.opaque.utf8)
    }
}

/// `If-Match` or `If-None-Match`, read. Tags are compared weakly in both, as RFC 7644 section 3.14 does with the weak tags
/// that it shows: a strong comparison would never match one.
package enum VersionCondition: Sendable, Equatable {
    /// Tags of one header.
    private static let maximumTags = 16

    /// `*`: any version of an existing resource.
    case any
    case oneOf([ResourceVersion])

    /// - Parameter header: the header's value, or `version` of a bulk operation.
    /// - Throws: `SCIM-VERSION-02` where it is not a list of entity tags.
    package init(_ header: String) throws(SCIMError) {
        let parts = header.split(separator: ",", maxSplits: Self.maximumTags)
        guard parts.count <= Self.maximumTags else { throw SCIMError(.versionSyntax) }
        let trimmed = parts.map { part in
            part.drop { $0 == " " || $0 == "\t" }
        }.map { part in
            var part = part
            while part.last == " " || part.last == "\t" { part.removeLast() }
            return part
        }
        if trimmed == ["*"] {
            self = .any
            return
        }
        var versions: [ResourceVersion] = []
        for part in trimmed {
            guard let version = ResourceVersion(tag: part) else { throw SCIMError(.versionSyntax) }
            versions.append(version)
        }
        guard !versions.isEmpty else { throw SCIMError(.versionSyntax) }
        self = .oneOf(versions)
    }

    /// Whether the resource as it stands is meant; nil where it does not exist.
    package func matches(_ current: ResourceVersion?) -> Bool {
        guard let current else { return false }
        switch self {
        case .any: return true
        case .oneOf(let versions): return versions.contains(current)
        }
    }

    /// For `If-Match` before PUT, PATCH and DELETE.
    ///
    /// - Throws: `SCIM-VERSION-01` (412) where another version stands.
    package func require(_ current: ResourceVersion?) throws(SCIMError) {
        guard matches(current) else { throw SCIMError(.versionMismatch) }
    }
}
