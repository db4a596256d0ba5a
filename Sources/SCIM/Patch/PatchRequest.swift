package import Encoding

/// The body of a PATCH (RFC 7644 section 3.5.2), read but not yet held against a schema.
package struct PatchRequest: Sendable, Equatable {
    /// Operations of one request: thirty times what Entra sends (attacks 5.6 #55).
    package static let maximumOperations = 1000

    /// In the order in which they are applied.
    package let operations: [PatchOperation]

    /// - Throws: ``SCIMError``: `SCIM-BODY-03`, `-04` for `schemas`, `SCIM-PATCH-01` to `-03` for the operations.
    package init(_ body: JSONObject) throws(SCIMError) {
        try SCIMBody.requireMessage(MessageURN.patchOp, in: body)
        guard let list = try SCIMBody.member("Operations", of: body)?.array, !list.isEmpty else {
            throw SCIMError(.patchShape)
        }
        guard list.count <= Self.maximumOperations else { throw SCIMError(.patchTooMany) }
        var operations: [PatchOperation] = []
        operations.reserveCapacity(list.count)
        for entry in list {
            guard let object = entry.object else { throw SCIMError(.patchShape) }
            operations.append(try PatchOperation(object))
        }
        self.operations = operations
    }
}

/// One operation. A member `value` that is null is told from none by ``PatchRequest`` no more: both are "unassigned"
/// (RFC 7643 section 2.5).
package struct PatchOperation: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case add, replace, remove
    }

    package let kind: Kind
    package let path: String?
    /// Nil where the operation has no member of that name.
    package let value: JSONValue?

    /// Member names and the operation are read without case: Entra writes `Add` (scim.md 1.6).
    init(_ object: JSONObject) throws(SCIMError) {
        guard let name = try SCIMBody.member("op", of: object)?.string,
            let kind = Kind.allCases.first(where: { CaseFolding.sameName($0.rawValue, name) })
        else { throw SCIMError(.patchOperation) }
        self.kind = kind
        switch try SCIMBody.member("path", of: object) {
        case nil, .null?: path = nil
        case .string(let text)?: path = text
        default: throw SCIMError(.pathSyntax, "The path is not a string.")
        }
        value = try SCIMBody.member("value", of: object)
    }
}
