package import Encoding

/// The role that a request gives a user, gathered from the shapes in which Entra and Okta write `roles`:
/// (a) an array of one element with value, primary and type; (b) an element whose value is a JSON text; (c) single
/// sub-attributes below `roles[primary eq "True"]`; (d) additions that never remove; (e) the whole array, or an empty
/// one; and Okta's value with display.
///
/// A user has exactly one role, so that adding is moving. Two names, or one that is unknown, are refused: picking the
/// highest would give rights that nobody meant.
package struct RoleWrite: Sendable {
    private enum Given: Equatable {
        case nothing
        /// Emptied; names may have been added since.
        case emptied
        case named
    }

    private var values: ValueReading
    private var given = Given.nothing
    private var names: Set<ProvisionedRole> = []
    /// Sub-attributes written one by one, which together are one element.
    private var pending = JSONObject()

    package init(profile: ClientProfile) {
        values = ValueReading(profile: profile)
    }

    package var report: LeniencyReport { values.report }

    /// The role of a resource's own `roles`; nil where it has none, or one that is not ours.
    package static func role(of resource: SCIMResource) -> ProvisionedRole? {
        guard let elements = resource.value(of: RoleAttributes.roles)?.array, elements.count == 1,
            let value = elements[0].object?["value"]?.string
        else { return nil }
        return ProvisionedRole(named: value)
    }

    /// The whole set is what `value` has (shapes a and e).
    package mutating func replace(with value: JSONValue) throws(SCIMError) {
        clear()
        try add(value)
    }

    /// Shapes a, b and d.
    package mutating func add(_ value: JSONValue) throws(SCIMError) {
        for element in try values.array(value, of: RoleAttributes.roles) {
            guard let role = try role(of: element) else { continue }
            names.insert(role)
            given = .named
        }
    }

    /// Shape c: one sub-attribute of the user's one role.
    package mutating func set(_ value: JSONValue, of sub: SchemaAttribute) throws(SCIMError) {
        let read = try values.read(value, of: sub)
        guard sub.name == "value" || sub.name == "display" else { return }
        guard let read else { return clear() }
        pending[sub.name] = read
        given = .named
    }

    package mutating func clear() {
        given = .emptied
        names = []
        pending = JSONObject()
    }

    /// Whether the role that stands, or those that the request has named so far, meet a condition of a path.
    package func holds(_ condition: CheckedFilter, current: ProvisionedRole?) -> Bool {
        standing(current).contains { $0.meets(condition) }
    }

    /// Removal of those that a condition of a path names.
    package mutating func remove(where condition: CheckedFilter, current: ProvisionedRole?) {
        remove(current: current) { $0.meets(condition) }
    }

    /// Removal of the roles that a value names; those that the user does not have are none.
    package mutating func remove(_ value: JSONValue, current: ProvisionedRole?) throws(SCIMError) {
        var named: Set<ProvisionedRole> = []
        for element in try values.array(value, of: RoleAttributes.roles) {
            if let role = try role(of: element) { named.insert(role) }
        }
        remove(current: current, where: named.contains)
    }

    private mutating func remove(current: ProvisionedRole?, where isMeant: (ProvisionedRole) -> Bool) {
        let standing = standing(current)
        let left = standing.filter { !isMeant($0) }
        guard left.count < standing.count else { return }
        names = Set(left)
        given = left.isEmpty ? .emptied : .named
    }

    /// The user's own role, until the request has named or emptied it. One of which single sub-attributes are written is
    /// still that one.
    private func standing(_ current: ProvisionedRole?) -> [ProvisionedRole] {
        switch given {
        case .nothing: current.map { [$0] } ?? []
        case .emptied: []
        case .named: names.isEmpty ? current.map { [$0] } ?? [] : Array(names)
        }
    }

    /// The role that the user shall have; nil where the request says nothing about it.
    package mutating func outcome(current: ProvisionedRole?) throws(SCIMError) -> ProvisionedRole? {
        if !pending.isEmpty, let role = try role(of: .object(pending)) { names.insert(role) }
        guard given != .nothing else { return nil }
        guard names.count <= 1 else {
            throw SCIMError(.roleSeveral, "One role is needed, of \(SCIMErrorCode.assignableRoles).")
        }
        let role = names.first ?? .lowest
        // Contract section 6: no SCIM write makes an owner. One who is stays it when a client writes back what it read.
        guard role != .owner || current == .owner else { throw SCIMError(.roleOwner) }
        return role
    }

    /// The role of one element: of its value, then of its display name; nil where it names neither.
    private mutating func role(of element: JSONValue) throws(SCIMError) -> ProvisionedRole? {
        if let text = element.string, let inner = values.innerJSON(text, of: RoleAttributes.roles) {
            return try role(of: inner)
        }
        guard let object = element.object else {
            guard let text = element.string, values.profile.admits(.stringForComplex) else {
                throw SCIMError(.valueType, "roles holds an element that is no object.")
            }
            values.note(.stringForComplex)
            return try role(named: [text])
        }
        if let text = try SCIMBody.member("value", of: object)?.string,
            let inner = values.innerJSON(text, of: RoleAttributes.roles)
        {
            return try role(of: inner)
        }
        var names: [String] = []
        for sub in RoleAttributes.roles.subAttributes {
            guard let member = try SCIMBody.member(sub.name, of: object) else { continue }
            // Read even where it says nothing of the role, so that what is no boolean is no `primary`.
            let read = try values.read(member, of: sub)
            if sub.name == "value" || sub.name == "display", let name = read?.string { names.append(name) }
        }
        if let member = try SCIMBody.member("displayName", of: object), let name = member.string {
            values.note(.displayNameOfRole)
            names.append(name)
        }
        return try role(named: names)
    }

    /// The first name that is a role's; nil where there is no name.
    private func role(named names: [String]) throws(SCIMError) -> ProvisionedRole? {
        guard let first = names.first else { return nil }
        for name in names {
            if let role = ProvisionedRole(named: name) { return role }
        }
        throw SCIMError(
            .roleUnknown,
            "\(Quoted.text(first)) is no role; one of \(SCIMErrorCode.assignableRoles) is needed."
        )
    }
}

extension ProvisionedRole {
    fileprivate func meets(_ condition: CheckedFilter) -> Bool {
        element.object.map(condition.matchesElement) ?? false
    }
}
