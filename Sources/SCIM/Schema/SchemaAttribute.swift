/// One attribute of a schema with the characteristics of RFC 7643 section 7. Reading, writing, projection, filters and
/// PATCH all ask these values, so that no rule about an attribute is spelled twice.
///
/// It is a class of constants so that filter trees and paths refer to it instead of copying a dozen fields; two
/// references are equal where they are the same attribute.
package final class SchemaAttribute: Sendable {
    /// RFC 7643 section 2.3.
    package enum ValueType: String, Sendable, CaseIterable {
        case string, boolean, decimal, integer, dateTime, binary, reference, complex
    }

    /// Who may write it (RFC 7643 section 7, "mutability").
    package enum Mutability: String, Sendable, CaseIterable {
        case readOnly, readWrite, immutable, writeOnly
    }

    /// When it is part of an answer (RFC 7643 section 7, "returned").
    package enum Returned: String, Sendable, CaseIterable {
        case always, never, `default`, request
    }

    /// How the service provider enforces that values differ (RFC 7643 section 7, "uniqueness").
    package enum Uniqueness: String, Sendable, CaseIterable {
        case none, server, global
    }

    package let name: String
    package let type: ValueType
    package let isMultiValued: Bool
    package let text: String
    package let isRequired: Bool
    package let isCaseExact: Bool
    package let mutability: Mutability
    package let returned: Returned
    package let uniqueness: Uniqueness
    /// Suggested values. They are advice: a value outside is taken (RFC 7643 section 7).
    package let canonicalValues: [String]
    /// What a `reference` may point to: resource types, `external` or `uri`.
    package let referenceTypes: [String]
    package let subAttributes: [SchemaAttribute]
    /// Whether a text value may hold line breaks and tabs, as postal addresses do.
    package let allowsLineBreaks: Bool

    /// The name with ASCII letters in lower case, as bytes: names are compared without case (RFC 7643 section 2.1).
    private let foldedName: [UInt8]

    package init(
        _ name: String,
        _ text: String,
        _ type: ValueType = .string,
        multiValued: Bool = false,
        required: Bool = false,
        caseExact: Bool? = nil,
        mutability: Mutability = .readWrite,
        returned: Returned = .default,
        uniqueness: Uniqueness = .none,
        canonicalValues: [String] = [],
        referenceTypes: [String] = [],
        allowsLineBreaks: Bool = false,
        subAttributes: [SchemaAttribute] = []
    ) {
        self.name = name
        self.type = type
        self.isMultiValued = multiValued
        self.text = text
        self.isRequired = required
        // RFC 7643 sections 2.3.6 and 2.3.7: binary values and references are always compared with case.
        self.isCaseExact = caseExact ?? (type == .reference || type == .binary)
        self.mutability = mutability
        self.returned = returned
        self.uniqueness = uniqueness
        self.canonicalValues = canonicalValues
        self.referenceTypes = referenceTypes
        self.allowsLineBreaks = allowsLineBreaks
        self.subAttributes = subAttributes
        foldedName = name.utf8.map(CaseFolding.asciiLowercased)
    }

    /// Whether `candidate` is this attribute's name, ASCII letters of either case.
    package func isNamed(_ candidate: some StringProtocol) -> Bool {
        let utf8 = candidate.utf8
        guard utf8.count == foldedName.count else { return false }
        var position = 0
        for byte in utf8 {
            guard CaseFolding.asciiLowercased(byte) == foldedName[position] else { return false }
            position += 1
        }
        return true
    }

    /// The sub-attribute of that name, by either case.
    package func subAttribute(named name: some StringProtocol) -> SchemaAttribute? {
        subAttributes.first { $0.isNamed(name) }
    }

    /// The sub-attribute that stands for an element that is compared without naming one (RFC 7644 section 3.4.2.2:
    /// `emails eq "x"` compares `value`).
    package var valueSubAttribute: SchemaAttribute? {
        type == .complex ? subAttribute(named: "value") : nil
    }

    package var primarySubAttribute: SchemaAttribute? {
        guard isMultiValued, let primary = subAttribute(named: "primary"), primary.type == .boolean else { return nil }
        return primary
    }

    /// Whether its value may be learned by anyone: a filter, a sort or an answer may name it only then.
    package var isReadable: Bool {
        returned != .never && mutability != .writeOnly
    }
}

extension SchemaAttribute: Equatable {
    package static func == (first: SchemaAttribute, second: SchemaAttribute) -> Bool {
        first === second
    }
}
