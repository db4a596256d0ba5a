/// Exactly one of five for each user: a fixed set of permissions.
package enum Role: String, Sendable, CaseIterable {
    case owner
    case admin
    case manager
    case auditor
    case member

    /// What the role may do.
    package var permissions: Set<Permission> {
        switch self {
        case .owner: Self.adminPermissions.union([.ownersAssign, .workspaceClose])
        case .admin: Self.adminPermissions
        case .manager: [.assetsRead, .assetsWrite, .licencesRead, .licencesWrite, .usersRead]
        case .auditor:
            [
                .assetsRead, .licencesRead, .usersRead, .connectionsRead, .policiesRead, .tokensRead, .auditRead,
                .auditExport, .complianceRead,
            ]
        case .member: [.assetsReadOwn]
        }
    }

    private static let adminPermissions: Set<Permission> = Set(Permission.allCases)
        .subtracting([.assetsReadOwn, .ownersAssign, .workspaceClose])
}
