/// The claims of an access token, by the names they have in JSON.
public enum ClaimName: String, Sendable, Hashable, CaseIterable {
    /// RFC 7519 section 4.1.1.
    case issuer = "iss"
    /// RFC 7519 section 4.1.2.
    case subject = "sub"
    /// RFC 7519 section 4.1.3.
    case audience = "aud"
    /// RFC 9068 section 2.2, from RFC 8693 section 4.3.
    case clientID = "client_id"
    /// RFC 7519 section 4.1.6.
    case issuedAt = "iat"
    /// RFC 7519 section 4.1.4.
    case expiresAt = "exp"
    /// RFC 7519 section 4.1.5.
    case notBefore = "nbf"
    /// RFC 7519 section 4.1.7.
    case tokenID = "jti"
    /// OpenID Connect Front-Channel Logout section 3.
    case sessionID = "sid"
    /// Ours: the id of the workspace.
    case workspaceID = "workspace"
    /// Ours: its slug, for people to read.
    case workspaceSlug = "workspace_slug"
    /// RFC 9068 section 2.2.3.1.
    case roles = "roles"
    /// RFC 8693 section 4.2: permissions, separated by spaces.
    case scope = "scope"
    /// RFC 8176.
    case authenticationMethods = "amr"
    /// OpenID Connect Core section 2.
    case authenticatedAt = "auth_time"
    /// OpenID Connect Core section 5.1.
    case email = "email"
    /// OpenID Connect Core section 5.1.
    case name = "name"
}
