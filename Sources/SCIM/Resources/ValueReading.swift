import Encoding

/// Reads one attribute's value into canonical form, by its characteristics alone.
struct ValueReading {
    /// What a read-only sub-attribute in a value means.
    enum ReadOnlySubAttributes {
        /// Ignored, as in the body of POST and PUT (RFC 7644 section 3.3).
        case ignored
        /// Kept: the value is one that we stored.
        case kept
    }

    let profile: ClientProfile
    var readOnly: ReadOnlySubAttributes = .ignored
    private(set) var report = LeniencyReport()

    init(profile: ClientProfile, readOnly: ReadOnlySubAttributes = .ignored) {
        self.profile = profile
        self.readOnly = readOnly
    }

    mutating func note(_ leniency: Leniency) {
        report.note(leniency)
    }

    /// The four strings that clients send for booleans (attacks 5.6 #54); nothing else is true or false.
    static func lenientBoolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True": true
        case "false", "False": false
        default: nil
        }
    }

    /// The canonical value of an attribute; nil where it is unassigned: null, an empty array, an object of nothing.
    mutating func read(_ value: JSONValue, of attribute: SchemaAttribute) throws(SCIMError) -> JSONValue? {
        guard attribute.isMultiValued else { return try readSingular(value, of: attribute) }
        var elements: [JSONValue] = []
        var primaries = 0
        for element in try array(value, of: attribute) {
            guard let read = try readElement(element, of: attribute) else { continue }
            if read.object?["primary"]?.bool == true { primaries += 1 }
            elements.append(read)
        }
        // RFC 7643 section 2.4: primary true "MUST appear no more than once".
        guard primaries <= 1 else { throw SCIMError(.valuePrimary, "More than one of \(attribute.name) is primary.") }
        if elements.count > 1 { elements = Distinctness.distinct(elements, of: attribute) }
        return elements.isEmpty ? nil : .array(elements)
    }

    /// The elements that a value of a multi-valued attribute holds, as they came.
    mutating func array(_ value: JSONValue, of attribute: SchemaAttribute) throws(SCIMError) -> [JSONValue] {
        var elements: [JSONValue]
        switch value {
        case .null: return []
        case .array(let values): elements = values
        case .string(let text):
            if text.isEmpty, profile.admits(.emptyStringClears) {
                report.note(.emptyStringClears)
                return []
            }
            if let inner = innerJSON(text, of: attribute) { return try array(inner, of: attribute) }
            report.note(.singleValueForArray)
            elements = [value]
        case .object, .bool, .number:
            report.note(.singleValueForArray)
            elements = [value]
        }
        elements.removeAll(where: \.isNull)
        let bound = ValueLimits.elements(of: attribute)
        guard elements.count <= bound else {
            throw SCIMError(.valueTooMany, "\(attribute.name) has more than \(bound) values.")
        }
        return elements
    }

    /// One element of a multi-valued attribute, nil where it is unassigned.
    mutating func readElement(_ value: JSONValue, of attribute: SchemaAttribute) throws(SCIMError) -> JSONValue? {
        attribute.type == .complex ? try readComplex(value, of: attribute) : try readSimple(value, of: attribute)
    }

    private mutating func readSingular(
        _ value: JSONValue,
        of attribute: SchemaAttribute
    ) throws(SCIMError) -> JSONValue? {
        if value.isNull {
            // A null here would leave open whether the person may sign in.
            guard attribute != UserAttributes.active else {
                throw SCIMError(.valueNull, "\(attribute.name) cannot be null.")
            }
            return nil
        }
        if case .array(let values) = value, profile.admits(.arrayForSingleValue), attribute.type == .complex {
            guard let only = values.first else { return nil }
            guard values.count == 1 else { throw wrongType(value, of: attribute) }
            report.note(.arrayForSingleValue)
            return try readSingular(only, of: attribute)
        }
        return attribute.type == .complex ? try readComplex(value, of: attribute) : try readSimple(value, of: attribute)
    }

    private mutating func readComplex(
        _ value: JSONValue,
        of attribute: SchemaAttribute
    ) throws(SCIMError) -> JSONValue? {
        switch value {
        case .object(let object): return try readObject(object, of: attribute)
        case .null: return nil
        case .string(let text):
            if text.isEmpty, profile.admits(.emptyStringClears) {
                report.note(.emptyStringClears)
                return nil
            }
            if let inner = innerJSON(text, of: attribute) { return try readComplex(inner, of: attribute) }
            guard profile.admits(.stringForComplex), let sub = attribute.valueSubAttribute else { break }
            report.note(.stringForComplex)
            return try readObject(JSONObject([JSONMember(name: sub.name, value: value)]), of: attribute)
        case .array, .bool, .number: break
        }
        throw wrongType(value, of: attribute)
    }

    private mutating func readObject(
        _ object: JSONObject,
        of attribute: SchemaAttribute
    ) throws(SCIMError) -> JSONValue? {
        var members: [JSONMember] = []
        members.reserveCapacity(object.members.count)
        for member in object.members {
            guard let sub = attribute.subAttribute(named: member.name) else {
                if !member.value.isNull { report.note(.unknownAttributeIgnored) }
                continue
            }
            guard !members.contains(where: { $0.name == sub.name }) else {
                throw SCIMError(.bodyAmbiguousMember, "\(attribute.name) has \(sub.name) twice.")
            }
            if sub.mutability == .readOnly, readOnly == .ignored {
                report.note(.readOnlyIgnored)
                continue
            }
            guard let value = try read(member.value, of: sub) else { continue }
            members.append(JSONMember(name: sub.name, value: value))
        }
        for sub in attribute.subAttributes where sub.isRequired && !members.contains(where: { $0.name == sub.name }) {
            throw SCIMError(.valueRequired, "\(attribute.name) needs \(sub.name).")
        }
        return members.isEmpty ? nil : .object(JSONObject(members))
    }

    /// A value that is no object; nil where `""` clears it.
    private mutating func readSimple(_ value: JSONValue, of attribute: SchemaAttribute) throws(SCIMError) -> JSONValue?
    {
        switch (attribute.type, value) {
        case (_, .null): return nil
        case (.string, .string(let text)), (.reference, .string(let text)):
            if text.isEmpty, profile.admits(.emptyStringClears), !attribute.isRequired {
                report.note(.emptyStringClears)
                return nil
            }
            guard !attribute.isRequired || !text.isEmpty else {
                throw SCIMError(.valueRequired, "\(attribute.name) is empty.")
            }
            try TextRules.check(text, of: attribute)
            return value
        case (.string, .number(let number)):
            guard profile.admits(.numberAsString) else { break }
            report.note(.numberAsString)
            try TextRules.check(number.text, of: attribute)
            return .string(number.text)
        case (.boolean, .bool): return value
        case (.boolean, .string(let text)):
            guard let flag = Self.lenientBoolean(text) else { break }
            report.note(.booleanAsString)
            return .bool(flag)
        case (.integer, .number(let number)):
            guard number.integer != nil else { break }
            return value
        case (.decimal, .number(let number)):
            try TextRules.checkLength(number.text, ValueLimits.decimalBytes, of: attribute)
            guard number.double != nil else { break }
            return value
        case (.dateTime, .string(let text)):
            try TextRules.check(text, of: attribute)
            guard SCIMInstant(text) != nil else { break }
            return value
        case (.binary, .string(let text)):
            try TextRules.check(text, of: attribute)
            guard (try? Base64.decode(text)) != nil else { break }
            return value
        default: break
        }
        throw wrongType(value, of: attribute)
    }

    /// The JSON within a string, where this client writes such and the text looks like it.
    mutating func innerJSON(_ text: String, of attribute: SchemaAttribute) -> JSONValue? {
        guard profile.admits(.jsonInString), attribute.type == .complex,
            let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let inner = try? StrictJSON.parse(Array(text.utf8), limits: BodyLimits.inner)
        else { return nil }
        report.note(.jsonInString)
        return inner
    }

    private func wrongType(_ value: JSONValue, of attribute: SchemaAttribute) -> SCIMError {
        SCIMError(.valueType, "\(attribute.name) is a \(attribute.type), not this \(Self.kind(of: value)).")
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
