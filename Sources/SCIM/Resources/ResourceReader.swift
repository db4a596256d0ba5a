package import Encoding
package import Secrets

/// What a body of POST or PUT says, read.
package struct ReadResource: Sendable {
    package var resource: SCIMResource
    /// The password of a user; it never stands in the resource, so that nothing can render or log it with the rest.
    package var password: Secret<String>?
    /// The role that the body names. A creation that names none gives the lowest; a replacement that names none, nil.
    package var role: ProvisionedRole?
    package var report: LeniencyReport
}

/// Reads resources from JSON: names without case, null as absent, types checked.
package enum ResourceReader {
    /// The body of a POST (RFC 7644 section 3.3). A client's `id` and `meta` are ignored. A user gets its role, and is
    /// active where the body does not say (decision record 20).
    package static func create(
        _ body: JSONObject,
        as definition: ResourceDefinition,
        profile: ClientProfile = .strict
    ) throws(SCIMError) -> ReadResource {
        var pass = ReadingPass(definition: definition, profile: profile)
        try pass.read(body)
        try pass.requireRequired()
        if definition.core == .user {
            if pass.resource.value(of: UserAttributes.active) == nil {
                pass.resource.set(true, of: UserAttributes.active)
            }
            let role = try pass.role(current: nil) ?? .lowest
            pass.resource.set([role.element], of: RoleAttributes.roles)
            pass.roleRead = role
        }
        return pass.result
    }

    /// The body of a PUT over what stands (RFC 7644 section 3.5.1): what is left out is cleared, but `active` and `roles`
    /// stay, since clients that mean to change them say so; read-only attributes stay as they are.
    package static func replace(
        _ current: SCIMResource,
        with body: JSONObject,
        profile: ClientProfile = .strict
    ) throws(SCIMError) -> ReadResource {
        var pass = ReadingPass(definition: current.definition, profile: profile)
        try pass.read(body)
        try pass.requireRequired()
        try pass.keep(from: current)
        return pass.result
    }

    /// A resource as it was answered or stored, with its read-only attributes.
    package static func stored(
        _ object: JSONObject,
        as definition: ResourceDefinition
    ) throws(SCIMError) -> SCIMResource {
        var pass = ReadingPass(definition: definition, profile: .okta, isStored: true)
        try pass.read(object)
        return pass.resource
    }

    /// The type that a body's `schemas` name among those offered.
    package static func definition(
        of object: JSONObject,
        among definitions: [ResourceDefinition]
    ) throws(SCIMError) -> ResourceDefinition {
        guard let schemas = try SCIMBody.member("schemas", of: object)?.strings else {
            throw SCIMError(.bodySchemasMissing)
        }
        let named = definitions.filter { definition in
            schemas.contains { $0.hasSameURN(as: definition.core.id) }
        }
        guard let definition = named.first, named.count == 1 else { throw SCIMError(.bodySchemasWrong) }
        return definition
    }
}

/// One reading of one body.
private struct ReadingPass {
    private let definition: ResourceDefinition
    private let isStored: Bool
    private var values: ValueReading
    private var notes = LeniencyReport()
    private var password: Secret<String>?
    /// `roles` as it came; absent and empty mean different things.
    private var rolesGiven: JSONValue?
    private let profile: ClientProfile
    var resource: SCIMResource
    var roleRead: ProvisionedRole?

    init(definition: ResourceDefinition, profile: ClientProfile, isStored: Bool = false) {
        self.definition = definition
        self.profile = profile
        self.isStored = isStored
        values = ValueReading(profile: profile, readOnly: isStored ? .kept : .ignored)
        resource = SCIMResource(definition)
    }

    var result: ReadResource {
        var report = notes
        report.merge(values.report)
        return ReadResource(resource: resource, password: password, role: roleRead, report: report)
    }

    mutating func read(_ body: JSONObject) throws(SCIMError) {
        let schemas = try SCIMBody.member("schemas", of: body)
        if !isStored { try checkSchemas(schemas, body: body) }
        var seen: [SchemaAttribute] = []
        var members: [JSONMember] = []
        members.reserveCapacity(body.members.count)
        for member in body.members {
            if let attribute = definition.attribute(named: member.name) {
                guard !seen.contains(attribute) else {
                    throw SCIMError(.bodyAmbiguousMember, "The body has \(attribute.name) twice.")
                }
                seen.append(attribute)
                if let value = try read(member.value, of: attribute) {
                    members.append(JSONMember(name: attribute.name, value: value))
                }
            } else if let schema = definition.extensionSchema(id: member.name) {
                guard !members.contains(where: { $0.name == schema.id }) else {
                    throw SCIMError(.bodyAmbiguousMember, "The body has \(schema.id) twice.")
                }
                if let data = try readExtension(member.value, of: schema) {
                    members.append(JSONMember(name: schema.id, value: data))
                    noteUnnamed(schema, in: schemas)
                }
            } else if !member.value.isNull {
                notes.note(.unknownAttributeIgnored)
            }
        }
        resource.attributes = JSONObject(members)
    }

    private mutating func read(_ value: JSONValue, of attribute: SchemaAttribute) throws(SCIMError) -> JSONValue? {
        if attribute == CommonAttributes.schemas { return nil }
        if attribute.mutability == .readOnly, !isStored {
            if !value.isNull, value.array?.isEmpty != true { notes.note(.readOnlyIgnored) }
            return nil
        }
        if attribute == RoleAttributes.roles, !isStored {
            rolesGiven = value
            return nil
        }
        let read = try values.read(value, of: attribute)
        // attacks 5.6 #59: the password is kept apart from what can be shown.
        if attribute == UserAttributes.password {
            password = read?.string.map { Secret($0) }
            return nil
        }
        return read
    }

    private mutating func readExtension(_ value: JSONValue, of schema: SCIMSchema) throws(SCIMError) -> JSONValue? {
        if value.isNull { return nil }
        guard let object = value.object else { throw SCIMError(.valueType, "\(schema.id) is not an object.") }
        var members: [JSONMember] = []
        for member in object.members {
            guard let attribute = schema.attribute(named: member.name) else {
                if !member.value.isNull { notes.note(.unknownAttributeIgnored) }
                continue
            }
            guard !members.contains(where: { $0.name == attribute.name }) else {
                throw SCIMError(.bodyAmbiguousMember, "The body has \(attribute.name) twice.")
            }
            if attribute.mutability == .readOnly, !isStored {
                notes.note(.readOnlyIgnored)
                continue
            }
            guard let read = try values.read(member.value, of: attribute) else { continue }
            members.append(JSONMember(name: attribute.name, value: read))
        }
        return members.isEmpty ? nil : .object(JSONObject(members))
    }

    /// RFC 7643 section 3: `schemas` is required and must name the core schema. Unknown URNs that no data stands behind
    /// are ignored (Entra's ADSCIM group, and its misspelled enterprise URN).
    private mutating func checkSchemas(_ schemas: JSONValue?, body: JSONObject) throws(SCIMError) {
        guard let schemas, !schemas.isNull else { throw SCIMError(.bodySchemasMissing) }
        guard let named = schemas.string.map({ [$0] }) ?? schemas.strings, !named.isEmpty else {
            throw SCIMError(.bodySchemasMissing)
        }
        guard named.contains(where: { $0.hasSameURN(as: definition.core.id) }) else {
            throw SCIMError(.bodySchemasWrong, "schemas does not name \(definition.core.id).")
        }
        for urn in named where !urn.hasSameURN(as: definition.core.id) {
            if definition.extensionSchema(id: urn) == nil { notes.note(.unknownSchemaIgnored) }
        }
    }

    private mutating func noteUnnamed(_ schema: SCIMSchema, in schemas: JSONValue?) {
        guard !isStored, let named = schemas?.strings else { return }
        if !named.contains(where: { $0.hasSameURN(as: schema.id) }) { notes.note(.extensionNotInSchemas) }
    }

    func requireRequired() throws(SCIMError) {
        for attribute in definition.core.attributes where attribute.isRequired {
            guard resource.value(of: attribute) != nil else {
                throw SCIMError(.valueRequired, "\(attribute.name) is required.")
            }
        }
        for schema in definition.extensions where resource.attributes[schema.id] != nil {
            for attribute in schema.attributes where attribute.isRequired {
                guard resource.value(of: attribute, extensionID: schema.id) != nil else {
                    throw SCIMError(.valueRequired, "\(schema.id):\(attribute.name) is required.")
                }
            }
        }
    }

    /// The role that the body names; nil where it has no `roles` at all.
    mutating func role(current: ProvisionedRole?) throws(SCIMError) -> ProvisionedRole? {
        guard let rolesGiven else { return nil }
        var write = RoleWrite(profile: profile)
        try write.replace(with: rolesGiven)
        let role = try write.outcome(current: current)
        notes.merge(write.report)
        return role
    }

    /// What a PUT leaves as it stands.
    mutating func keep(from current: SCIMResource) throws(SCIMError) {
        for attribute in definition.topLevelAttributes {
            let standing = current.value(of: attribute)
            let isLeftOut = attribute == UserAttributes.active && resource.value(of: attribute) == nil
            if attribute.mutability == .readOnly || isLeftOut {
                resource.set(standing, of: attribute)
            }
            try requireUnchanged(attribute, from: current, extensionID: nil)
        }
        for schema in definition.extensions {
            for attribute in schema.attributes {
                if attribute.mutability == .readOnly {
                    resource.set(
                        current.value(of: attribute, extensionID: schema.id),
                        of: attribute,
                        extensionID: schema.id
                    )
                }
                try requireUnchanged(attribute, from: current, extensionID: schema.id)
            }
        }
        guard definition.core == .user else { return }
        let currentRole = RoleWrite.role(of: current)
        let role = try role(current: currentRole)
        roleRead = role
        resource.set(role.map { [$0.element] } ?? current.value(of: RoleAttributes.roles), of: RoleAttributes.roles)
    }

    /// RFC 7644 section 3.5.1: an immutable attribute that has a value must be sent as it is.
    private func requireUnchanged(
        _ attribute: SchemaAttribute,
        from current: SCIMResource,
        extensionID: String?
    ) throws(SCIMError) {
        guard attribute.mutability == .immutable,
            let standing = current.value(of: attribute, extensionID: extensionID)
        else { return }
        guard JSONSameness.same(resource.value(of: attribute, extensionID: extensionID), standing) else {
            throw SCIMError(.replaceImmutable, "\(attribute.name) cannot change.")
        }
    }
}
