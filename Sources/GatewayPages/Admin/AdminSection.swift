import Workspaces

/// The pages for those who administer a workspace, in the order of the rail.
enum AdminSection: String, Sendable, CaseIterable {
    case policy
    case passkeys
    case people

    /// What one must be permitted to see it.
    var permission: Permission {
        switch self {
        case .policy, .passkeys: .policiesRead
        case .people: .usersRead
        }
    }

    /// What lets somebody see at least one of them.
    static let leastPermission = Permission.usersRead

    /// Those that somebody of that role may see.
    static func visible(to role: Role) -> [AdminSection] {
        allCases.filter { role.permissions.contains($0.permission) }
    }

    func address(at root: String) -> String { "\(root)/admin/\(rawValue)" }

    /// The rail at the side of an admin page, a menu on a phone.
    static func rail(_ current: AdminSection, for role: Role, at root: String, _ texts: Texts) -> PageRecord {
        [
            "rail_links": .list(
                visible(to: role).map { section in
                    [
                        "rail_label": .text(texts("admin_\(section.rawValue)")),
                        "rail_address": .text(section.address(at: root)),
                        "rail_current": .flag(section == current),
                    ]
                }
            )
        ]
    }
}
