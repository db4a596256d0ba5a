/// Forms outside the RFCs that real clients send and we read. Each that fires is reported, so that an administrator sees
/// what a client does, and none is read without a name here.
package enum Leniency: String, Sendable, CaseIterable {
    /// `"True"`, `"False"`, `"true"` or `"false"` for a boolean (Entra).
    case booleanAsString
    /// One value where an array belongs (OneLogin).
    case singleValueForArray
    /// An array of one where a single value belongs (Entra's manager).
    case arrayForSingleValue
    /// A number where a string belongs (Okta's sample user).
    case numberAsString
    /// A bare string where a complex value belongs, read as its `value` (Entra's manager and members).
    case stringForComplex
    /// `""` clears an attribute (Entra).
    case emptyStringClears
    /// A JSON text within a string (Entra's roles).
    case jsonInString
    /// A URN in `schemas` that is unknown and holds no data (Entra's ADSCIM group).
    case unknownSchemaIgnored
    /// Data of an extension whose URN is not in `schemas`.
    case extensionNotInSchemas
    /// An attribute that no schema has; nothing of it is kept.
    case unknownAttributeIgnored
    /// A read-only attribute in a body (RFC 7644 section 3.3 has it ignored).
    case readOnlyIgnored
    /// A value path where nothing matched made the value.
    case valuePathCreated
    /// `manager` without the URN of the enterprise extension (Entra).
    case unqualifiedManager
    /// A path within a member's name of a value without path (Entra with its flag).
    case pathAsMemberName
    /// `emails[…].value eq "x"`, which the grammar does not have (Entra).
    case subAttributeAfterValuePath
    /// `displayName` within a role, where the schema has `display` (Entra).
    case displayNameOfRole
    /// An identifier or a date without quotation marks (Entra's documentation, Microsoft's collection).
    case unquotedValue
}

/// Whose dialect is spoken.
package enum ClientProfile: String, Sendable, CaseIterable {
    /// The RFCs, and the forms that every client may send.
    case strict
    case okta
    case entra

    /// The forms that only some clients may send, because the RFCs give them another meaning or refuse them.
    func admits(_ leniency: Leniency) -> Bool {
        switch leniency {
        case .numberAsString:
            self != .strict
        case .arrayForSingleValue, .stringForComplex, .emptyStringClears, .jsonInString, .unqualifiedManager:
            self == .entra
        case .booleanAsString, .singleValueForArray, .unknownSchemaIgnored, .extensionNotInSchemas,
            .unknownAttributeIgnored, .readOnlyIgnored, .valuePathCreated, .pathAsMemberName,
            .subAttributeAfterValuePath, .displayNameOfRole, .unquotedValue:
            true
        }
    }
}

/// The leniencies that fired, each once.
package struct LeniencyReport: Sendable, Equatable {
    /// A bit for each, by the order of their declaration: a filter is read in about a microsecond, which a set would double.
    private var bits: UInt32 = 0

    package init() {}

    mutating func note(_ leniency: Leniency) {
        bits |= leniency.bit
    }

    mutating func merge(_ other: LeniencyReport) {
        bits |= other.bits
    }

    package func has(_ leniency: Leniency) -> Bool {
        bits & leniency.bit != 0
    }

    /// In the order of their declaration.
    package var list: [Leniency] { Leniency.allCases.filter(has) }
}

extension Leniency {
    fileprivate var bit: UInt32 {
        switch self {
        case .booleanAsString: 1
        case .singleValueForArray: 1 << 1
        case .arrayForSingleValue: 1 << 2
        case .numberAsString: 1 << 3
        case .stringForComplex: 1 << 4
        case .emptyStringClears: 1 << 5
        case .jsonInString: 1 << 6
        case .unknownSchemaIgnored: 1 << 7
        case .extensionNotInSchemas: 1 << 8
        case .unknownAttributeIgnored: 1 << 9
        case .readOnlyIgnored: 1 << 10
        case .valuePathCreated: 1 << 11
        case .unqualifiedManager: 1 << 12
        case .pathAsMemberName: 1 << 13
        case .subAttributeAfterValuePath: 1 << 14
        case .displayNameOfRole: 1 << 15
        case .unquotedValue: 1 << 16
        }
    }
}
