import Encoding

/// What an access token says (RFC 9068): who, in which workspace, by which sign-in, and what they may do.
///
/// All claims are there in every token; none is secret. The gateway writes them with ``jsonBytes()`` and the verifier
/// reads them with ``init(parsing:)``, so that the two can't drift apart.
public struct AccessTokenClaims: Sendable, Equatable {
    /// `iss`: the public URL of the gateway, compared byte by byte.
    public var issuer: String
    /// `sub`: the user's id, unique within the workspace.
    public var subject: String
    /// `aud`: the services that the token is for.
    public var audience: [String]
    /// `client_id`: the application that asked for the token.
    public var clientID: String
    /// `iat`, in seconds since 1970.
    public var issuedAt: Int
    /// `exp`, in seconds since 1970; the token is good before this second, not in it.
    public var expiresAt: Int
    /// `jti`: names this one token. Its bytes don't: an ECDSA signature has two valid forms.
    public var tokenID: String
    /// `sid`: the session, which a revocation may name.
    public var sessionID: String
    /// `workspace`: the id of the workspace.
    public var workspaceID: String
    /// `workspace_slug`: the workspace's name in addresses, for people to read.
    public var workspaceSlug: String
    /// `roles`. Decide by ``scope``, not by roles: what a role may do changes.
    public var roles: [String]
    /// `scope`: the permissions, each as `area:verb`.
    public var scope: [String]
    /// `amr`: how the person proved who they are, such as `pwd` and `otp` (RFC 8176).
    public var authenticationMethods: [String]
    /// `auth_time`: when they did, in seconds since 1970.
    public var authenticatedAt: Int
    /// `email`: for showing; no key.
    public var email: String
    /// `name`: for showing.
    public var name: String

    /// The claims as given. Nothing is checked here: what the gateway issues, every verifier reads through ``init(parsing:)``.
    public init(
        issuer: String,
        subject: String,
        audience: [String],
        clientID: String,
        issuedAt: Int,
        expiresAt: Int,
        tokenID: String,
        sessionID: String,
        workspaceID: String,
        workspaceSlug: String,
        roles: [String],
        scope: [String],
        authenticationMethods: [String],
        authenticatedAt: Int,
        email: String,
        name: String
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.clientID = clientID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.tokenID = tokenID
        self.sessionID = sessionID
        self.workspaceID = workspaceID
        self.workspaceSlug = workspaceSlug
        self.roles = roles
        self.scope = scope
        self.authenticationMethods = authenticationMethods
        self.authenticatedAt = authenticatedAt
        self.email = email
        self.name = name
    }

    /// The payload of the token: compact JSON in UTF-8.
    public func jsonBytes() -> [UInt8] {
        let claims: [(ClaimName, JSONValue)] = [
            (.issuer, .string(issuer)),
            (.subject, .string(subject)),
            (.audience, .array(audience.map(JSONValue.string))),
            (.clientID, .string(clientID)),
            (.issuedAt, .number(JSONNumber(issuedAt))),
            (.expiresAt, .number(JSONNumber(expiresAt))),
            (.tokenID, .string(tokenID)),
            (.sessionID, .string(sessionID)),
            (.workspaceID, .string(workspaceID)),
            (.workspaceSlug, .string(workspaceSlug)),
            (.roles, .array(roles.map(JSONValue.string))),
            (.scope, .string(scope.joined(separator: " "))),
            (.authenticationMethods, .array(authenticationMethods.map(JSONValue.string))),
            (.authenticatedAt, .number(JSONNumber(authenticatedAt))),
            (.email, .string(email)),
            (.name, .string(name)),
        ]
        return JSONValue.object(JSONObject(claims.map { JSONMember(name: $0.0.rawValue, value: $0.1) })).serialized()
    }
}
