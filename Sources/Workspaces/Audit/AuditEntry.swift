package import Encoding
package import FoundationEssentials

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
