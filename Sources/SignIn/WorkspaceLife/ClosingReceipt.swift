import Encoding
package import FoundationEssentials
package import JOSE
package import Workspaces

/// Why a text is no receipt of a closing.
package enum ClosingReceiptRejection: Error, Equatable, Sendable {
    /// No compact JWS, or its header says nothing that we write.
    case malformed
    /// Signed by another key, or changed since.
    case invalidSignature
    /// A token of another kind. (attacks 5.4 #27)
    case wrongType
    /// A claim is missing or is not what it should be.
    case badClaim(String)
}

/// What stays of a workspace that was closed: what, when, on whose word, and how far its audit had come. Signed with the key
/// that signs tokens, under a type of its own, so that it can be shown to somebody who does not believe us.
package struct ClosingReceipt: Sendable, Equatable {
    /// `typ` of the signed receipt.
    package static let type = "workspace-closing+jwt"

    package let workspace: WorkspaceID
    package let slug: String
    package let name: String
    /// `user` or `operator` and which.
    package let requestedBy: String
    /// To the second, as is ``closedAt``.
    package let requestedAt: Date
    /// When database and roles were gone.
    package let closedAt: Date
    /// The sequence of the last audit entry there was; nil where the database never stood.
    package let lastAuditSequence: Int64?

    package init(
        workspace: WorkspaceID,
        slug: String,
        name: String,
        requestedBy: String,
        requestedAt: Date,
        closedAt: Date,
        lastAuditSequence: Int64?
    ) {
        self.workspace = workspace
        self.slug = slug
        self.name = name
        self.requestedBy = requestedBy
        self.requestedAt = Date(unixSeconds: requestedAt.unixSeconds)
        self.closedAt = Date(unixSeconds: closedAt.unixSeconds)
        self.lastAuditSequence = lastAuditSequence
    }

    /// The receipt as a compact JWS. Throws ``JOSEError/signingFailed``.
    package func signed(by key: SigningKey) throws(JOSEError) -> String {
        var claims: JSONObject = [
            "workspace": .string(workspace.description), "workspace_slug": .string(slug), "name": .string(name),
            "requested_by": .string(requestedBy), "requested_at": .number(JSONNumber(requestedAt.unixSeconds)),
            "iat": .number(JSONNumber(closedAt.unixSeconds)),
        ]
        claims["last_audit_sequence"] = lastAuditSequence.map { .number(JSONNumber($0)) }
        return try key.sign(type: Self.type, payload: JSONValue.object(claims).serialized())
    }

    /// Reads a receipt that `key` signed.
    package init(verifying text: String, by key: PublicKey) throws(ClosingReceiptRejection) {
        let verified: VerifiedJWS
        do {
            verified = try UnverifiedJWS(parsing: text).verified(by: key)
        } catch {
            throw error == .invalidSignature || error == .algorithmMismatch ? .invalidSignature : .malformed
        }
        guard verified.header.isOfType(Self.type) else { throw .wrongType }
        guard let claims = (try? StrictJSON.parse(verified.payload))?.object else { throw .malformed }
        func string(_ name: String) throws(ClosingReceiptRejection) -> String {
            guard let value = claims[name]?.string else { throw .badClaim(name) }
            return value
        }
        func date(_ name: String) throws(ClosingReceiptRejection) -> Date {
            guard let seconds = claims[name]?.integer.flatMap({ Int(exactly: $0) }) else { throw .badClaim(name) }
            return Date(unixSeconds: seconds)
        }
        guard let workspace = WorkspaceID(text: try string("workspace")) else { throw .badClaim("workspace") }
        let sequence = claims["last_audit_sequence"]
        guard sequence == nil || sequence?.integer != nil else { throw .badClaim("last_audit_sequence") }
        self.init(
            workspace: workspace,
            slug: try string("workspace_slug"),
            name: try string("name"),
            requestedBy: try string("requested_by"),
            requestedAt: try date("requested_at"),
            closedAt: try date("iat"),
            lastAuditSequence: sequence?.integer
        )
    }
}
