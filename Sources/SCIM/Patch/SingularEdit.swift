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
        if kind == .remove { return try removed() }
        guard let value else { throw SCIMError(.valueMissing) }
        if let sub {
            var object = standing?.object ?? JSONObject()
            try write(value, to: sub, in: &object)
            return object.isEmpty ? try cleared(attribute) : .object(object)
        }
        guard attribute.type == .complex, let object = value.object else {
            guard let read = try values.read(value, of: attribute) else { return try cleared(attribute) }
            try requireMutable(attribute, standing, read)
            return read
        }
        return try merged(object)
    }

    /// A complex value keeps the sub-attributes that are not named, and loses those that are null.
    private mutating func merged(_ given: JSONObject) throws(SCIMError) -> JSONValue? {
        var object = standing?.object ?? JSONObject()
        var names: [SchemaAttribute] = []
        // A reference goes with the value it belongs to, so that a new manager does not keep the old one's address.
        let ordered = given.members.sorted { first, _ in attribute.valueSubAttribute?.isNamed(first.name) ?? false }
        for member in ordered {
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
        return object.isEmpty ? try cleared(attribute) : .object(object)
    }

    private mutating func write(
        _ value: JSONValue,
        to sub: SchemaAttribute,
        in object: inout JSONObject
    ) throws(SCIMError) {
        let read = try values.read(value, of: sub)
        if let read {
            try requireMutable(sub, object[sub.name], read)
        } else {
            _ = try cleared(sub)
        }
        if sub == attribute.valueSubAttribute, !JSONSameness.same(object[sub.name], read) { object = JSONObject() }
        object[sub.name] = read
    }

    private func removed() throws(SCIMError) -> JSONValue? {
        guard let sub else {
            // RFC 7644 section 3.5.2.2: required and read-only attributes cannot be removed.
            guard !attribute.isRequired else { throw SCIMError(.patchRequired, "\(attribute.name) is required.") }
            if standing != nil, attribute.mutability == .immutable { throw SCIMError(.patchImmutable) }
            return nil
        }
        guard !sub.isRequired else { throw SCIMError(.patchRequired, "\(sub.name) is required.") }
        guard var object = standing?.object else { return nil }
        if object[sub.name] != nil, sub.mutability == .immutable { throw SCIMError(.patchImmutable) }
        object[sub.name] = nil
        return object.isEmpty ? nil : .object(object)
    }

    /// Null and empty values unassign, which a required attribute cannot be.
    private func cleared(_ leaf: SchemaAttribute) throws(SCIMError) -> JSONValue? {
        guard !leaf.isRequired else { throw SCIMError(.patchRequired, "\(leaf.name) is required.") }
        if leaf.mutability == .immutable, standing != nil { throw SCIMError(.patchImmutable) }
        return nil
    }

    /// RFC 7643 section 7: immutable is settable once.
    private func requireMutable(
        _ leaf: SchemaAttribute,
        _ standing: JSONValue?,
        _ value: JSONValue
    ) throws(SCIMError) {
        guard leaf.mutability == .immutable, let standing else { return }
        guard JSONSameness.same(standing, value) else {
            throw SCIMError(.patchImmutable, "\(leaf.name) cannot change.")
        }
    }
}
