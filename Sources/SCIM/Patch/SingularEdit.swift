import Encoding

/// An operation on a single-valued attribute, or on one sub-attribute of it.
struct SingularEdit {
    private let attribute: SchemaAttribute
    private let sub: SchemaAttribute?
    private let standing: JSONValue?
    var values: ValueReading

    init(_ reference: AttributeReference, standing: JSONValue?, values: ValueReading) {
        attribute = reference.attribute
        sub = reference.subAttribute
        self.standing = standing
        self.values = values
    }

    /// The attribute's value afterwards; nil where it is unassigned. `add` and `replace` are one for what has one value
    /// (RFC 7644 sections 3.5.2.1 and 3.5.2.3).
    mutating func apply(_ kind: PatchOperation.Kind, _ value: JSONValue?) throws(SCIMError) -> JSONValue? {
        guard kind != .remove else { return try removed() }
        guard let value else { throw SCIMError(.valueMissing) }
        if let sub {
            var object = standing?.object ?? JSONObject()
            try write(value, to: sub, in: &object)
            return try settled(.object(object))
        }
        guard attribute.type == .complex, let object = value.object else {
            return try settled(try values.read(value, of: attribute))
        }
        return try settled(.object(try merged(object)))
    }

    private func removed() throws(SCIMError) -> JSONValue? {
        guard let sub else { return try settled(nil) }
        var object = standing?.object ?? JSONObject()
        try assign(nil, to: sub, in: &object)
        return try settled(.object(object))
    }

    /// Null, and an object of nothing, unassign, which a required attribute cannot be (RFC 7644 section 3.5.2.2).
    private func settled(_ value: JSONValue?) throws(SCIMError) -> JSONValue? {
        if let value, value.object?.isEmpty != true { return value }
        guard !attribute.isRequired else { throw SCIMError(.patchRequired, "\(attribute.name) is required.") }
        return nil
    }

    /// A complex value keeps the sub-attributes that are not named, and loses those that are null.
    private mutating func merged(_ given: JSONObject) throws(SCIMError) -> JSONObject {
        var object = standing?.object ?? JSONObject()
        var names: [SchemaAttribute] = []
        // `value` first: what is derived from it goes when it changes, and may be given anew beside it.
        let valueSub = attribute.valueSubAttribute
        let isValue = { (member: JSONMember) in valueSub?.isNamed(member.name) ?? false }
        for member in given.members.filter(isValue) + given.members.filter({ !isValue($0) }) {
            guard let sub = attribute.subAttribute(named: member.name) else {
                throw SCIMError(.pathUnknownAttribute, "\(attribute.name) has no \(Quoted.text(member.name)).")
            }
            guard !names.contains(sub) else {
                throw SCIMError(.bodyAmbiguousMember, "\(attribute.name) has \(sub.name) twice.")
            }
            names.append(sub)
            // RFC 7643 section 4.3: a client reads `manager.displayName` and may send it back.
            if sub.mutability == .readOnly { continue }
            try write(member.value, to: sub, in: &object)
        }
        return object
    }

    private mutating func write(
        _ value: JSONValue,
        to sub: SchemaAttribute,
        in object: inout JSONObject
    ) throws(SCIMError) {
        try assign(try values.read(value, of: sub), to: sub, in: &object)
    }

    private func assign(
        _ value: JSONValue?,
        to sub: SchemaAttribute,
        in object: inout JSONObject
    ) throws(SCIMError) {
        guard value != nil || !sub.isRequired else { throw SCIMError(.patchRequired, "\(sub.name) is required.") }
        guard !JSONSameness.same(object[sub.name], value) else { return }
        // RFC 7643 section 7: immutable is settable once.
        guard sub.mutability != .immutable || object[sub.name] == nil else {
            throw SCIMError(.patchImmutable, "\(sub.name) cannot change.")
        }
        object[sub.name] = value
        // A new manager keeps neither the old one's address nor the old one's name.
        guard sub == attribute.valueSubAttribute else { return }
        for derived in attribute.subAttributes where derived.name == "$ref" || derived.mutability == .readOnly {
            object[derived.name] = nil
        }
    }
}
