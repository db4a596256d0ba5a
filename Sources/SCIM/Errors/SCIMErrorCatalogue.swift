/// What a code means: its status and `scimType` on the wire, why it is refused, and what cures it.
package struct SCIMErrorEntry: Sendable, Equatable {
    package let status: Int
    package let type: SCIMErrorType?
    package let reason: String
    package let cure: String
}

extension SCIMErrorCode {
    package var entry: SCIMErrorEntry {
        switch self {
        case .filterTooLong:
            refusal(.invalidFilter, "The filter is too long.", "Send at most \(FilterLimits.bytes) bytes.")
        case .filterTooDeep:
            refusal(.invalidFilter, "The filter is nested too deeply.", "Nest at most \(FilterLimits.depth) levels.")
        case .filterTooManyTerms:
            refusal(.invalidFilter, "The filter has too many terms.", "Send at most \(FilterLimits.terms) comparisons.")
        case .filterSyntax:
            refusal(.invalidFilter, "The filter is not one.", "Follow the grammar of RFC 7644, figure 1.")
        case .filterUnknownAttribute:
            refusal(.invalidFilter, "The filter names an unknown attribute.", "Use names that /Schemas publishes.")
        case .filterSecretAttribute:
            refusal(.invalidFilter, "The filter names an attribute that is never shown.", "Leave it out.")
        case .filterOperator:
            refusal(.invalidFilter, "The operator does not fit the attribute's type.", "Use eq, ne or pr.")
        case .filterValue:
            refusal(
                .invalidFilter,
                "The value does not fit the attribute's type.",
                "Quote strings; leave numbers bare."
            )
        case .filterOnDiscovery:
            SCIMErrorEntry(
                status: 403,
                type: nil,
                reason: "Discovery documents cannot be filtered.",
                cure: "Leave the filter out (RFC 7644 section 4)."
            )
        case .filterTooManyResults:
            refusal(.tooMany, "The filter asks for more than is answered.", "Narrow it.")
        case .pathTooLong:
            refusal(.invalidPath, "The path is too long.", "Send at most \(PatchPath.bytes) bytes.")
        case .pathSyntax:
            refusal(.invalidPath, "The path is not one.", "Follow the grammar of RFC 7644, figure 7.")
        case .pathUnknownAttribute:
            refusal(.invalidPath, "The path names an unknown attribute.", "Use names that /Schemas publishes.")
        case .pathFilter:
            refusal(.invalidPath, "The filter in the path does not fit the attribute.", "Filter by its sub-attributes.")
        case .bodyNotJSON:
            refusal(.invalidSyntax, "The body is not JSON that is read here.", "Send UTF-8 JSON, no member twice.")
        case .bodyNotObject:
            refusal(.invalidSyntax, "The body is not a JSON object.", "Send one object.")
        case .bodySchemasMissing:
            refusal(.invalidSyntax, "The body has no schemas.", "Name the URN of the schema or message in schemas.")
        case .bodySchemasWrong:
            refusal(.invalidSyntax, "The schemas of the body name another type.", "Name the URN that belongs here.")
        case .bodyAmbiguousMember:
            refusal(.invalidSyntax, "Two members differ in case only.", "Send each attribute once.")
        case .bodyTooLarge:
            SCIMErrorEntry(
                status: 413,
                type: nil,
                reason: "The body is larger than \(BodyLimits.bytes) bytes.",
                cure: "Send at most \(BodyLimits.bytes) bytes."
            )
        case .valueType:
            refusal(.invalidValue, "The value has the wrong type.", "Send the type that /Schemas publishes.")
        case .valueNull:
            refusal(.invalidValue, "The attribute cannot be null.", "Send true or false.")
        case .valueRequired:
            refusal(.invalidValue, "A required attribute is missing or empty.", "Send a value for it.")
        case .valueControlCharacter:
            refusal(.invalidValue, "The value holds a control character or line break.", "Remove it.")
        case .valueTooLong:
            refusal(.invalidValue, "The value is too long.", "Send at most \(ValueLimits.textBytes) bytes.")
        case .valueTooMany:
            refusal(.invalidValue, "The attribute has too many values.", "Send at most \(ValueLimits.elements).")
        case .valuePrimary:
            refusal(.invalidValue, "More than one value is primary.", "Mark at most one as primary.")
        case .valueMissing:
            refusal(.invalidValue, "The operation has no value.", "Send a value with add and replace.")
        case .patchShape:
            refusal(.invalidSyntax, "The operations are not an array of objects.", "Send at least one operation.")
        case .patchOperation:
            refusal(.invalidSyntax, "The operation is unknown.", "Use add, replace or remove.")
        case .patchTooMany:
            SCIMErrorEntry(
                status: 413,
                type: nil,
                reason: "The request has more than \(PatchRequest.maximumOperations) operations.",
                cure: "Send at most \(PatchRequest.maximumOperations)."
            )
        case .patchNoPath:
            refusal(.noTarget, "The operation remove has no path.", "Name what to remove.")
        case .patchNoTarget:
            refusal(.noTarget, "The path matches nothing.", "Add the value first.")
        case .patchReadOnly:
            refusal(.mutability, "The attribute is read only.", "Leave it out.")
        case .patchImmutable:
            refusal(
                .mutability,
                "The attribute cannot change once it is set.",
                "Remove the whole value and add another."
            )
        case .patchRequired:
            refusal(.mutability, "A required attribute cannot be removed.", "Replace it.")
        case .replaceImmutable:
            refusal(.mutability, "An attribute that cannot change differs.", "Send the value that stands.")
        case .roleUnknown:
            refusal(.invalidValue, "The role is unknown.", "Send one of \(Self.assignableRoles).")
        case .roleSeveral:
            refusal(.invalidValue, "More than one role is named.", "Send exactly one of \(Self.assignableRoles).")
        case .roleOwner:
            refusal(
                .invalidValue,
                "The role owner is not given by provisioning.",
                "Send one of \(Self.assignableRoles)."
            )
        case .listNumber:
            refusal(.invalidValue, "A paging parameter is not a whole number.", "Send a whole number.")
        case .listCount:
            refusal(.invalidCount, "The count is not a whole number.", "Send a whole number.")
        case .listSort:
            refusal(.invalidPath, "The results cannot be sorted like this.", "Sort by a published attribute.")
        case .listProjection:
            refusal(.invalidValue, "The list of attributes is not one.", "Send attributes or excludedAttributes.")
        case .listQuery:
            refusal(.invalidSyntax, "The query cannot be read.", "Send each parameter once, percent-encoded UTF-8.")
        case .cursorInvalid:
            refusal(.invalidCursor, "The cursor is not one of ours for this query.", "Begin again without it.")
        case .cursorExpired:
            refusal(.expiredCursor, "The cursor has expired.", "Begin again without it.")
        case .bulkShape:
            refusal(.invalidSyntax, "The bulk request is not one.", "Follow RFC 7644 section 3.7.")
        case .bulkTooManyOperations:
            SCIMErrorEntry(
                status: 413,
                type: nil,
                reason: "The bulk request has too many operations.",
                cure: "Send at most maxOperations of /ServiceProviderConfig."
            )
        case .bulkTooLarge:
            SCIMErrorEntry(
                status: 413,
                type: nil,
                reason: "The bulk request is too large.",
                cure: "Send at most maxPayloadSize bytes of /ServiceProviderConfig."
            )
        case .bulkIDMissing:
            refusal(.invalidSyntax, "An operation POST has no bulkId.", "Give each POST a bulkId of its own.")
        case .bulkIDDuplicate:
            refusal(.invalidSyntax, "Two operations have one bulkId.", "Give each POST a bulkId of its own.")
        case .bulkReference:
            SCIMErrorEntry(
                status: 409,
                type: nil,
                reason: "A bulkId that is referred to has no resource.",
                cure: "Correct the operation that should have made it."
            )
        case .bulkCircle:
            SCIMErrorEntry(
                status: 409,
                type: nil,
                reason: "Operations refer to one another in a circle that cannot be broken.",
                cure: "Make the resources first, then connect them."
            )
        case .versionMismatch:
            SCIMErrorEntry(
                status: 412,
                type: nil,
                reason: "The resource has another version.",
                cure: "Read it again."
            )
        case .versionSyntax:
            refusal(.invalidVers, "The version is not an entity tag.", "Send the tag that meta.version shows.")
        case .extensionSchema:
            refusal(.invalidValue, "The extension schema cannot be offered.", "See the detail.")
        case .notFound:
            SCIMErrorEntry(status: 404, type: nil, reason: "There is no such resource.", cure: "Check the id.")
        case .notUnique:
            SCIMErrorEntry(
                status: 409,
                type: .uniqueness,
                reason: "Another resource has this value.",
                cure: "Choose another."
            )
        case .notOffered:
            SCIMErrorEntry(
                status: 501,
                type: nil,
                reason: "This is not offered.",
                cure: "See /ServiceProviderConfig."
            )
        }
    }

    static let assignableRoles = ProvisionedRole.assignable.map(\.rawValue).joined(separator: ", ")

    /// Status 400, as RFC 7644 table 9 has it for all of these.
    private func refusal(_ type: SCIMErrorType, _ reason: String, _ cure: String) -> SCIMErrorEntry {
        SCIMErrorEntry(status: 400, type: type, reason: reason, cure: cure)
    }
}
