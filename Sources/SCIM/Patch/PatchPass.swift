import Encoding
import Secrets

/// One application of one PATCH. It decides which kind of target an operation has and hands the work to it: members to
/// ``MembershipChange``, roles to ``RoleWrite``, elements to ``ElementEdit``, all else here.
struct PatchPass {
    private let before: SCIMResource
    let profile: ClientProfile
    private var resource: SCIMResource
    private var membership = MembershipChange()
    private var roles: RoleWrite
    private var password: Secret<String>?
    private var notes = LeniencyReport()
    private var values: ValueReading

    init(_ resource: SCIMResource, profile: ClientProfile) {
        before = resource
        self.resource = resource
        self.profile = profile
        roles = RoleWrite(profile: profile)
        values = ValueReading(profile: profile)
    }

    private var definition: ResourceDefinition { before.definition }

    mutating func apply(_ operation: PatchOperation) throws(SCIMError) {
        if let text = operation.path {
            let path = try PatchPath.parse(text, for: definition, profile: profile, report: &notes)
            try apply(operation.kind, at: path, operation.value)
        } else {
            // RFC 7644 section 3.5.2.2: "If 'path' is unspecified, the operation fails with … noTarget".
            guard operation.kind != .remove else { throw SCIMError(.patchNoPath) }
            guard let value = operation.value, !value.isNull else { throw SCIMError(.valueMissing) }
            guard let object = value.object else {
                throw SCIMError(.valueType, "Without a path the value is an object.")
            }
            try apply(operation.kind, toEachOf: object)
        }
    }

    mutating func finish(members: MemberLoading) throws(SCIMError) -> PatchResult {
        if !membership.isEmpty, members == .loaded {
            let list = resource.value(of: GroupAttributes.members)?.array ?? []
            let changed = membership.applied(to: list)
            resource.set(changed.isEmpty ? nil : .array(changed), of: GroupAttributes.members)
        }
        let current = RoleWrite.role(of: before)
        var role = try roles.outcome(current: current)
        if role == current { role = nil }
        if let role { resource.set([role.element], of: RoleAttributes.roles) }
        var changed = ResourceDifference.names(from: before, to: resource)
        if password != nil { changed.append("password") }
        notes.merge(values.report)
        notes.merge(roles.report)
        return PatchResult(
            resource: resource,
            changedAttributes: changed,
            membership: membership,
            password: password,
            role: role,
            report: notes
        )
    }

    /// A value without path: each member is an attribute, an extension, or (Entra with its flag) a path itself.
    private mutating func apply(_ kind: PatchOperation.Kind, toEachOf object: JSONObject) throws(SCIMError) {
        var names: Set<ByteKey> = []
        for member in object.members {
            guard names.insert(ByteKey(CaseFolding.folded(member.name))).inserted else {
                throw SCIMError(.bodyAmbiguousMember, "The value has \(Quoted.text(member.name)) twice.")
            }
            if let attribute = definition.attribute(named: member.name), attribute.mutability == .readOnly {
                // Okta repeats the id when it renames a group.
                let repeats = attribute == CommonAttributes.id || attribute == CommonAttributes.meta
                guard repeats, isUnchanged(member.value, attribute) else { throw SCIMError(.patchReadOnly) }
                continue
            }
            if CommonAttributes.schemas.isNamed(member.name) { continue }
            let path = try PatchPath.parse(member.name, for: definition, profile: profile, report: &notes)
            if case .attribute(let reference) = path, reference.subAttribute == nil, reference.extensionID == nil {
            } else if definition.extensionSchema(id: member.name) == nil {
                notes.note(.pathAsMemberName)
            }
            try apply(kind, at: path, member.value)
        }
    }

    /// Whether a client repeats what stands; of `meta` it may repeat a part.
    private func isUnchanged(_ value: JSONValue, _ attribute: SchemaAttribute) -> Bool {
        guard let standing = before.value(of: attribute) else { return value.isNull }
        guard let given = value.object, let object = standing.object else { return JSONSameness.same(value, standing) }
        return given.members.allSatisfy { member in
            guard let sub = attribute.subAttribute(named: member.name) else { return false }
            return JSONSameness.same(member.value, object[sub.name])
        }
    }

    private mutating func apply(
        _ kind: PatchOperation.Kind,
        at path: PatchPath,
        _ value: JSONValue?
    ) throws(SCIMError) {
        switch path {
        case .wholeExtension(let schema): try apply(kind, toAllOf: schema, value)
        case .attribute(let reference) where reference.attribute == GroupAttributes.members:
            guard reference.subAttribute == nil else { throw SCIMError(.patchImmutable, "Members change as a whole.") }
            try applyToMembers(kind, value)
        case .elements(let reference, let condition, _, let sub) where reference.attribute == GroupAttributes.members:
            guard kind == .remove, sub == nil else { throw SCIMError(.patchImmutable, "Members change as a whole.") }
            if let named = condition.namedValues {
                membership.remove(named)
            } else {
                try membership.remove(where: condition)
            }
        case .attribute(let reference) where reference.attribute == RoleAttributes.roles:
            try applyToRoles(kind, reference.subAttribute, value)
        case .elements(let reference, let condition, let written, let sub)
        where reference.attribute == RoleAttributes.roles:
            try applyToRoles(kind, where: condition, written: written, sub, value)
        case .attribute(let reference):
            try requireWritable(reference.attribute, reference.leaf)
            if reference.attribute == UserAttributes.password { return try applyToPassword(kind, value) }
            try apply(kind, to: reference, value)
        case .elements(let reference, let condition, let written, let sub):
            try requireWritable(reference.attribute, sub ?? reference.attribute)
            try edit(reference) { (edit: inout ElementEdit) throws(SCIMError) in
                try edit.apply(kind, where: condition, written: written, sub: sub, value)
            }
        }
    }

    /// RFC 7644 section 3.5.2: a client may not change what is read only.
    private func requireWritable(_ attribute: SchemaAttribute, _ leaf: SchemaAttribute) throws(SCIMError) {
        guard attribute.mutability != .readOnly, leaf.mutability != .readOnly, attribute != CommonAttributes.schemas
        else { throw SCIMError(.patchReadOnly, "\(leaf.name) is read only.") }
    }

    // MARK: Targets with a rule of their own

    private mutating func apply(
        _ kind: PatchOperation.Kind,
        toAllOf schema: SCIMSchema,
        _ value: JSONValue?
    ) throws(SCIMError) {
        if kind == .remove || value?.isNull == true {
            // What is read only stays, as in a PUT.
            for attribute in schema.attributes where attribute.mutability != .readOnly {
                try apply(.remove, to: AttributeReference(extensionID: schema.id, attribute: attribute), nil)
            }
            return
        }
        guard let value else { throw SCIMError(.valueMissing) }
        guard let object = value.object else { throw SCIMError(.valueType, "\(schema.id) is an object.") }
        for member in object.members {
            guard let attribute = schema.attribute(named: member.name) else {
                throw SCIMError(.pathUnknownAttribute, "\(schema.id) has no \(Quoted.text(member.name)).")
            }
            try requireWritable(attribute, attribute)
            try apply(kind, to: AttributeReference(extensionID: schema.id, attribute: attribute), member.value)
        }
    }

    /// Rows, never the list. A `remove` with a value names its members; only one without any clears the group.
    private mutating func applyToMembers(_ kind: PatchOperation.Kind, _ value: JSONValue?) throws(SCIMError) {
        switch (kind, value) {
        case (.remove, nil), (.remove, .null?): membership.clear()
        case (.remove, let value?): membership.remove(try members(value).map(\.value))
        case (.add, let value?): membership.add(try members(value))
        case (.replace, let value?):
            let members = try members(value)
            membership.clear()
            membership.add(members)
        case (_, nil): throw SCIMError(.valueMissing)
        }
    }

    private mutating func members(_ value: JSONValue) throws(SCIMError) -> [GroupMember] {
        var members: [GroupMember] = []
        for element in try values.array(value, of: GroupAttributes.members) {
            guard let read = try values.readElement(element, of: GroupAttributes.members),
                let member = GroupMember(read)
            else { throw SCIMError(.valueRequired, "A member needs a value.") }
            members.append(member)
        }
        return members
    }

    private mutating func applyToRoles(
        _ kind: PatchOperation.Kind,
        _ sub: SchemaAttribute?,
        _ value: JSONValue?
    ) throws(SCIMError) {
        switch (kind, value) {
        case (.remove, let value?) where !value.isNull && sub == nil:
            try roles.remove(value, current: RoleWrite.role(of: before))
        case (.remove, _):
            if sub == nil || sub?.name == "value" { roles.clear() }
        case (_, nil): throw SCIMError(.valueMissing)
        case (.add, let value?):
            if let sub { try roles.set(value, of: sub) } else { try roles.add(value) }
        case (.replace, let value?):
            if let sub { try roles.set(value, of: sub) } else { try roles.replace(with: value) }
        }
    }

    /// A condition on the one role that a user has.
    private mutating func applyToRoles(
        _ kind: PatchOperation.Kind,
        where condition: CheckedFilter,
        written: SCIMFilter,
        _ sub: SchemaAttribute?,
        _ value: JSONValue?
    ) throws(SCIMError) {
        let current = RoleWrite.role(of: before)
        let isMet = roles.holds(condition, current: current)
        // attacks 5.6 #55: a condition that matches nothing.
        guard isMet || kind == .add || (kind == .replace && profile == .entra) else { throw SCIMError(.patchNoTarget) }
        if kind == .remove {
            if sub == nil || sub == RoleAttributes.roles.valueSubAttribute {
                roles.remove(where: condition, current: current)
            }
        } else if isMet {
            try applyToRoles(kind, sub, value)
        } else if let sub {
            guard let value else { throw SCIMError(.valueMissing) }
            var element = JSONObject(try written.equalities().map { JSONMember(name: $0.0, value: $0.1) })
            element[sub.name] = value
            try roles.add(.object(element))
        } else {
            try applyToRoles(.add, nil, value)
        }
    }

    private mutating func applyToPassword(_ kind: PatchOperation.Kind, _ value: JSONValue?) throws(SCIMError) {
        guard kind != .remove else {
            password = nil
            return
        }
        guard let value else { throw SCIMError(.valueMissing) }
        password = try values.read(value, of: UserAttributes.password)?.string.map { Secret($0) }
    }

    // MARK: Ordinary attributes

    private mutating func apply(
        _ kind: PatchOperation.Kind,
        to reference: AttributeReference,
        _ value: JSONValue?
    ) throws(SCIMError) {
        if reference.attribute.isMultiValued {
            try edit(reference) { (edit: inout ElementEdit) throws(SCIMError) in
                if let sub = reference.subAttribute {
                    try edit.applyToAll(kind, sub: sub, value)
                } else {
                    try edit.apply(kind, value)
                }
            }
        } else {
            var edit = SingularEdit(reference, standing: standing(reference), values: values)
            defer { values = edit.values }
            try set(try edit.apply(kind, value), reference)
        }
    }

    private mutating func edit(
        _ reference: AttributeReference,
        _ body: (inout ElementEdit) throws(SCIMError) -> Void
    ) throws(SCIMError) {
        var edit = ElementEdit(reference.attribute, standing: standing(reference)?.array ?? [], values: values)
        try body(&edit)
        values = edit.values
        try set(try edit.result(), reference)
    }

    /// RFC 7643 section 7: an attribute that is immutable is settable once, whichever path leads to it.
    private mutating func set(_ value: JSONValue?, _ reference: AttributeReference) throws(SCIMError) {
        if reference.attribute.mutability == .immutable, let standing = standing(reference) {
            guard JSONSameness.same(standing, value) else {
                throw SCIMError(.patchImmutable, "\(reference.attribute.name) cannot change.")
            }
        }
        resource.set(value, of: reference.attribute, extensionID: reference.extensionID)
    }

    private func standing(_ reference: AttributeReference) -> JSONValue? {
        resource.value(of: reference.attribute, extensionID: reference.extensionID)
    }
}
