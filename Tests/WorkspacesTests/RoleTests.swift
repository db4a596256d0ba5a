import Testing
import Workspaces

/// The table of roles and permissions in the contract, section 6, row by row.
@Suite struct RoleTests {
    struct Row: Sendable {
        let permissions: [String]
        let roles: [Role]

        init(_ permissions: String..., roles: Role...) {
            self.permissions = permissions
            self.roles = roles
        }
    }

    static let table = [
        Row("assets:read", roles: .owner, .admin, .manager, .auditor),
        Row("assets:read:own", roles: .member),
        Row("assets:write", "licences:write", roles: .owner, .admin, .manager),
        Row("licences:read", roles: .owner, .admin, .manager, .auditor),
        Row("users:read", roles: .owner, .admin, .manager, .auditor),
        Row("users:write", "invitations:write", roles: .owner, .admin),
        Row("roles:assign", roles: .owner, .admin),
        Row("connections:read", "policies:read", "tokens:read", roles: .owner, .admin, .auditor),
        Row(
            "connections:write",
            "domains:write",
            "policies:write",
            "provisioning:write",
            "tokens:write",
            "webhooks:write",
            roles: .owner,
            .admin
        ),
        Row("audit:read", "audit:export", "compliance:read", roles: .owner, .admin, .auditor),
        Row("incidents:write", roles: .owner, .admin),
        Row("owners:assign", "workspace:close", roles: .owner),
    ]

    @Test(arguments: table)
    func grantsWhatTheContractSays(row: Row) throws {
        for name in row.permissions {
            let permission = try #require(Permission(rawValue: name), "\(name) is not a permission")
            #expect(Role.allCases.filter { $0.permissions.contains(permission) } == row.roles, "\(name)")
        }
    }

    @Test func knowsNoOtherPermissions() {
        let named = Self.table.flatMap(\.permissions)
        #expect(Set(named).count == named.count)
        #expect(Permission.allCases.map(\.rawValue).sorted() == named.sorted())
    }

    @Test func hasFiveRoles() {
        #expect(Role.allCases.map(\.rawValue) == ["owner", "admin", "manager", "auditor", "member"])
    }

    @Test(arguments: ["Owner", "OWNER", " owner", "owner ", "superuser", "", "owner,admin"])
    func knowsNoOtherRoles(name: String) {
        #expect(Role(rawValue: name) == nil)
    }

    @Test func ordersPermissionsByTheirNames() {
        #expect(Permission.allCases.sorted().map(\.rawValue) == Permission.allCases.map(\.rawValue).sorted())
    }
}
