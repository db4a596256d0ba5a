import FoundationEssentials
import TokenVerification
import TokenVerificationHummingbird

/// What a token may permit here. Code asks for permissions, never for roles.
enum Permission: String, Sendable {
    case read = "assets:read"
    /// To see the assets in one's own hands.
    case readOwn = "assets:read:own"
    case write = "assets:write"
}

/// Who asks, as the token says: the workspace and the user come from nowhere else.
struct Visitor: Sendable {
    let user: UUID
    let workspace: UUID
    let workspaceSlug: String
    let correlationID: UUID
    let sourceAddress: String?

    private init(_ token: VerifiedAccessToken, _ context: AssetRequestContext) throws(BearerChallenge) {
        guard let user = UUID(text: token.claims.subject), let workspace = UUID(text: token.claims.workspaceID),
            let correlationID = context.correlationID
        else { throw BearerChallenge(.malformedClaims as TokenRejection) }
        self.user = user
        self.workspace = workspace
        workspaceSlug = token.claims.workspaceSlug
        self.correlationID = correlationID
        sourceAddress = context.sourceAddress
    }

    /// A visitor who may change assets. Throws `BearerChallenge`.
    static func writing(_ context: AssetRequestContext) throws(BearerChallenge) -> Visitor {
        try Visitor(context.token(permitting: Permission.write.rawValue), context)
    }

    /// A visitor who may see assets, and which of them. Throws `BearerChallenge`.
    static func reading(_ context: AssetRequestContext) throws(BearerChallenge) -> (Visitor, AssetScope) {
        if let token = context.accessToken, !token.permits(Permission.read.rawValue),
            token.permits(Permission.readOwn.rawValue)
        {
            let visitor = try Visitor(token, context)
            return (visitor, .heldBy(visitor.user))
        }
        return (try Visitor(context.token(permitting: Permission.read.rawValue), context), .all)
    }
}

/// Which assets somebody may see.
enum AssetScope: Sendable, Equatable {
    case all
    case heldBy(UUID)
}
