/// What code asks for: `area:verb`. Never ask for a role.
package enum Permission: String, Sendable, CaseIterable, Comparable {
    case assetsRead = "assets:read"
    /// Reading the assets that one holds oneself.
    case assetsReadOwn = "assets:read:own"
    case assetsWrite = "assets:write"
    case licencesRead = "licences:read"
    case licencesWrite = "licences:write"
    case usersRead = "users:read"
    case usersWrite = "users:write"
    case invitationsWrite = "invitations:write"
    case rolesAssign = "roles:assign"
    case connectionsRead = "connections:read"
    case connectionsWrite = "connections:write"
    case policiesRead = "policies:read"
    case policiesWrite = "policies:write"
    case tokensRead = "tokens:read"
    case tokensWrite = "tokens:write"
    case domainsWrite = "domains:write"
    case provisioningWrite = "provisioning:write"
    case webhooksWrite = "webhooks:write"
    case auditRead = "audit:read"
    case auditExport = "audit:export"
    case complianceRead = "compliance:read"
    case incidentsWrite = "incidents:write"
    case ownersAssign = "owners:assign"
    case workspaceClose = "workspace:close"

    package static func < (a: Permission, b: Permission) -> Bool { a.rawValue < b.rawValue }
}
