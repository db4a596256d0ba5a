package import Encoding

/// The five roles of a workspace, of which a user has exactly one. Ordered by nothing: this engine knows names only.
package enum ProvisionedRole: String, Sendable, CaseIterable {
    case owner, admin, manager, auditor, member

    /// The role of a user that no role is given: the one that may do the least.
    package static let lowest = ProvisionedRole.member

    /// The roles that a provisioning client may give. No SCIM write makes an owner.
    package static let assignable = allCases.filter { $0 != .owner }

    /// The name to show.
    package var display: String {
        switch self {
        case .owner: "Owner"
        case .admin: "Admin"
        case .manager: "Manager"
        case .auditor: "Auditor"
        case .member: "Member"
        }
    }

    /// The role of that value, or of that display name, without case.
    package init?(named name: String) {
        guard
            let role = Self.allCases.first(where: {
                CaseFolding.sameName($0.rawValue, name) || CaseFolding.sameName($0.display, name)
            })
        else { return nil }
        self = role
    }

    /// The one element that a user's `roles` is answered with.
    package var element: JSONValue {
        ["value": .string(rawValue), "display": .string(display), "primary": true]
    }
}

package enum RoleAttributes {
    /// A user's role. Only `value` is stored; the rest follows from it, and is read as a name where clients write it.
    package static let roles = SchemaAttribute(
        "roles",
        "The person's role in the workspace: always exactly one. The role owner is shown and never taken.",
        .complex,
        multiValued: true,
        subAttributes: [
            SchemaAttribute("value", "The role.", canonicalValues: ProvisionedRole.assignable.map(\.rawValue)),
            SchemaAttribute("display", "The name of the role.", mutability: .readOnly),
            SchemaAttribute("type", "Taken and not kept.", mutability: .readOnly),
            SchemaAttribute("primary", "Always true.", .boolean, mutability: .readOnly),
        ]
    )
}

extension SCIMSchema {
    /// Okta's schema for a role that an administrator may pick; read only here.
    package static let role = SCIMSchema(
        id: "urn:okta:scim:schemas:core:1.0:Role",
        name: "Role",
        text: "A role of the workspace.",
        attributes: [
            SchemaAttribute("displayName", "The name of the role.", mutability: .readOnly)
        ]
    )
}
