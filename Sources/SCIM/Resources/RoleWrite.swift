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

    private let profile: ClientProfile
    private var given = Given.nothing
    private var names: Set<ProvisionedRole> = []
    /// Sub-attributes written one by one, which together are one element.
    private var pending = JSONObject()
    package private(set) var report = LeniencyReport()

    package init(profile: ClientProfile) {
        self.profile = profile
    }

    package var isEmpty: Bool { given == .nothing }

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
        for element in elements(of: value) {
            guard let role = try role(named: element) else { continue }
            names.insert(role)
            given = .named
        }
    }

    /// Shape c: one sub-attribute of the user's one role.
    package mutating func set(_ value: JSONValue, of sub: SchemaAttribute) throws(SCIMError) {
        pending[sub.name] = value
        guard sub.name == "value" || sub.name == "display" else { return }
        guard let text = value.string, !text.isEmpty else {
            if value.isNull || value.string != nil { return clear() }
            throw SCIMError(.valueType, "roles.\(sub.name) is a string.")
        }
        given = .named
    }

    package mutating func clear() {
        given = .emptied
        names = []
        pending = JSONObject()
    }

    /// Removal of those that a condition of a path names.
    ///
    /// - Returns: whether it named any.
    package mutating func remove(where condition: CheckedFilter, current: ProvisionedRole?) -> Bool {
        remove(current: current) { role in role.element.object.map(condition.matchesElement) ?? false }
    }

    /// Removal of the roles that a value names; those that the user does not have are none.
    package mutating func remove(_ value: JSONValue, current: ProvisionedRole?) throws(SCIMError) {
        var named: Set<ProvisionedRole> = []
        for element in elements(of: value) {
            if let role = try role(named: element) { named.insert(role) }
        }
        _ = remove(current: current, where: named.contains)
    }

    private mutating func remove(
        current: ProvisionedRole?,
        where isMeant: (ProvisionedRole) -> Bool
    ) -> Bool {
        let standing = given == .nothing ? current.map { [$0] } ?? [] : Array(names)
        let left = standing.filter { !isMeant($0) }
        guard left.count < standing.count else { return false }
        names = Set(left)
        given = left.isEmpty ? .emptied : .named
        return true
    }

    /// The role that the user shall have; nil where the request says nothing about it.
    package mutating func outcome(current: ProvisionedRole?) throws(SCIMError) -> ProvisionedRole? {
        if let role = try role(named: .object(pending)) { names.insert(role) }
        guard given != .nothing else { return nil }
        guard names.count <= 1 else {
            throw SCIMError(.roleSeveral, "One role is needed, of \(SCIMErrorCode.assignableRoles).")
        }
        let role = names.first ?? .lowest
        // Contract section 6: no SCIM write makes an owner. One who is stays it when a client writes back what it read.
        guard role != .owner || current == .owner else { throw SCIMError(.roleOwner) }
        return role
    }

    private mutating func elements(of value: JSONValue) -> [JSONValue] {
        switch value {
        case .null: []
        case .array(let elements): elements.filter { !$0.isNull }
        case .string(let text): text.isEmpty ? [] : innerJSON(text).map { elements(of: $0) } ?? [value]
        case .object, .bool, .number: [value]
        }
    }

    /// The role of one element: of its value, then of its display name; nil where it names neither.
    private mutating func role(named element: JSONValue) throws(SCIMError) -> ProvisionedRole? {
        var candidates: [String] = []
        switch element {
        case .string(let text): candidates = [text]
        case .object(let object):
            for name in ["value", "display", "displayName"] {
                guard let value = try SCIMBody.member(name, of: object), !value.isNull else { continue }
                guard let text = value.string else { throw SCIMError(.valueType, "roles.\(name) is a string.") }
                if name == "value", let inner = innerJSON(text) { return try role(named: inner) }
                if !text.isEmpty { candidates.append(text) }
            }
        case .null, .bool, .number, .array: throw SCIMError(.valueType, "roles holds an element that is no object.")
        }
        guard let first = candidates.first else { return nil }
        for candidate in candidates {
            if let role = ProvisionedRole(named: candidate) { return role }
        }
        throw SCIMError(
            .roleUnknown,
            "\(Quoted.text(first)) is no role; one of \(SCIMErrorCode.assignableRoles) is needed."
        )
    }

    private mutating func innerJSON(_ text: String) -> JSONValue? {
        guard profile.admits(.jsonInString), let first = text.utf8.first,
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let inner = try? StrictJSON.parse(Array(text.utf8), limits: BodyLimits.inner)
        else { return nil }
        report.note(.jsonInString)
        return inner
    }
}
