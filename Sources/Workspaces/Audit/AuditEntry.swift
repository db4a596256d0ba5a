package import Encoding
package import FoundationEssentials

/// Who did it.
package enum Actor: Sendable, Hashable {
    case user(UserID)
    /// Somebody at the command line of the service; the name is the account under which it ran.
    case `operator`(String)
    /// The service itself, without anybody's asking.
    case system
    /// Somebody at the door who is not signed in.
    case anonymous
}

/// What was done: one catalogue for all doors.
package enum AuditAction: String, Sendable, CaseIterable {
    case userCreated = "user.created"
    case userRoleChanged = "user.role_changed"
    case userDeactivated = "user.deactivated"
    case userReactivated = "user.reactivated"
    case userSecondFactorsReset = "user.second_factors_reset"
    case ownerRecovered = "owner.recovered"
    case passwordSet = "password.set"
    case passwordImported = "password.imported"
    case passwordHashUpgraded = "password.hash_upgraded"
    case sessionSignedIn = "session.signed_in"
    case sessionSignInRefused = "session.sign_in_refused"
    case sessionSteppedUp = "session.stepped_up"
    case sessionStepUpRefused = "session.step_up_refused"
    case sessionEnded = "session.ended"
    case refreshTokenReused = "session.refresh_token_reused"
    case totpAdded = "totp.added"
    case totpRemoved = "totp.removed"
    case recoveryCodesReplaced = "recovery_codes.replaced"
    case recoveryCodesRemoved = "recovery_codes.removed"
    case recoveryCodeUsed = "recovery_code.used"
    case passkeyAdded = "passkey.added"
    case passkeyRefused = "passkey.refused"
    case passkeyRenamed = "passkey.renamed"
    case passkeyRemoved = "passkey.removed"
    case policyChanged = "policy.changed"
    case workspaceSuspended = "workspace.suspended"
    case workspaceResumed = "workspace.resumed"
    case workspaceClosing = "workspace.closing"
    case workspaceRestored = "workspace.restored"
    case workspaceLoginRenewed = "workspace.login_renewed"
}

/// What it was done to.
package enum AuditTarget: Sendable, Hashable {
    case user(UserID)
    case session(SessionID)
    /// The workspace as a whole, or something that has no id (an unknown mail address).
    case workspace(WorkspaceID)
}

/// One attribute that changed. Secrets are named without their values.
package struct AuditChange: Sendable, Equatable {
    package let attribute: String
    package let old: JSONValue?
    package let new: JSONValue?

    package init(_ attribute: String, from old: JSONValue? = nil, to new: JSONValue? = nil) {
        self.attribute = attribute
        self.old = old
        self.new = new
    }
}

/// What a write hands in about itself; the rest of the entry is the transaction's.
package struct AuditEvent: Sendable {
    package let action: AuditAction
    package let target: AuditTarget
    package let changes: [AuditChange]

    package init(_ action: AuditAction, _ target: AuditTarget, changes: [AuditChange] = []) {
        self.action = action
        self.target = target
        self.changes = changes
    }
}

/// Where a request came from.
package struct RequestOrigin: Sendable {
    /// The client's IP address in text, as trusted proxies tell it; nil for the command line.
    package let sourceAddress: String?
    /// The network that counts as one sender: the address itself (IPv4), or its first 64 bits (IPv6), within which one
    /// customer of a provider chooses addresses at will. nil for the command line.
    package let sourceNetwork: String?
    package let correlationID: CorrelationID
    /// What the client calls itself, cut between two characters to ``maximumUserAgentBytes`` at most.
    package let userAgent: String?

    package static let maximumUserAgentBytes = 256

    package init(
        sourceAddress: String?,
        sourceNetwork: String? = nil,
        correlationID: CorrelationID,
        userAgent: String? = nil
    ) {
        self.sourceAddress = sourceAddress
        self.sourceNetwork = sourceNetwork
        self.correlationID = correlationID
        self.userAgent = userAgent.map(Self.cut)
    }

    private static func cut(_ userAgent: String) -> String {
        let bytes = userAgent.utf8
        var end =
            bytes.index(bytes.startIndex, offsetBy: maximumUserAgentBytes, limitedBy: bytes.endIndex)
            ?? bytes.endIndex
        while end.samePosition(in: userAgent) == nil { end = bytes.index(before: end) }
        return String(userAgent[..<end])
    }
}

/// Who makes a change, and from where.
package struct ChangeAuthor: Sendable {
    package let actor: Actor
    package let origin: RequestOrigin

    package init(_ actor: Actor, from origin: RequestOrigin) {
        self.actor = actor
        self.origin = origin
    }
}

/// One entry as it is read back.
package struct AuditEntry: Sendable {
    /// Without gaps in the order of commit, from 1.
    package let sequence: Int64
    package let time: Date
    /// `user`, `operator`, `system` or `anonymous`, and the id or name where there is one.
    package let actorKind: String
    package let actorID: String?
    package let action: String
    package let targetKind: String
    package let targetID: String
    package let changes: JSONValue
    package let sourceAddress: String?
    package let correlationID: String

    package init(
        sequence: Int64,
        time: Date,
        actorKind: String,
        actorID: String?,
        action: String,
        targetKind: String,
        targetID: String,
        changes: JSONValue,
        sourceAddress: String?,
        correlationID: String
    ) {
        self.sequence = sequence
        self.time = time
        self.actorKind = actorKind
        self.actorID = actorID
        self.action = action
        self.targetKind = targetKind
        self.targetID = targetID
        self.changes = changes
        self.sourceAddress = sourceAddress
        self.correlationID = correlationID
    }
}
