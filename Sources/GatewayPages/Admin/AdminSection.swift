import Workspaces

/// The pages for those who administer a workspace, in the order of the rail.
enum AdminSection: String, Sendable, CaseIterable {
    case policy

    /// What one must be permitted to see it.
    var permission: Permission {
        switch self {
        case .policy: .policiesRead
        }
    }

    /// The rail at the side of an admin page, a menu on a phone: the sections that somebody of that role may see.
    static func rail(_ current: AdminSection, for role: Role, at root: String, _ texts: Texts) -> PageRecord {
        [
            "rail_links": .list(
                allCases.filter { role.permissions.contains($0.permission) }.map { section in
                    [
                        "rail_label": .text(texts("admin_\(section.rawValue)")),
                        "rail_address": .text("\(root)/admin/\(section.rawValue)"),
                        "rail_current": .flag(section == current),
                    ]
                }
            )
        ]
    }
}
