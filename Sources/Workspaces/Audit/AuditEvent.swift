package import Encoding

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
