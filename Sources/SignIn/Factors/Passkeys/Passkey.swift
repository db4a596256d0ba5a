package import FoundationEssentials
package import WebAuthn
package import Workspaces

/// One passkey of one user, by an id that says nothing of the credential.
package struct PasskeyID: Identifier {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
}

/// What its holder calls a passkey: one line.
package struct PasskeyName: Sendable, Equatable, CustomStringConvertible {
    /// Most bytes.
    package static let maximumBytes = 128

    package let description: String

    /// The name without white space around it; nil where nothing is left, where it is too long, or has a control character.
    package init?(_ text: String) {
        let name = text.trimmingPrefix(while: \.isWhitespace)
        let end = name.lastIndex { !$0.isWhitespace }.map(name.index(after:)) ?? name.startIndex
        let trimmed = String(name[..<end])
        guard !trimmed.isEmpty, trimmed.utf8.count <= Self.maximumBytes,
            trimmed.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        description = trimmed
    }

    init(known name: String) {
        description = name
    }
}

/// A passkey as it is stored.
package struct Passkey: Sendable {
    package let id: PasskeyID
    package let user: UserID
    package let credential: CredentialID
    /// As COSE.
    package let publicKey: [UInt8]
    package let signCount: UInt32
    /// Whether its user verification counts: it was there at registration, or came later beside another factor (WebAuthn
    /// Level 3 section 4, "uvInitialized").
    package let verifiesUser: Bool
    package let isBackupEligible: Bool
    package let isBackedUp: Bool
    package let transports: [String]
    package let aaguid: AAGUID
    /// Whether an attestation proved the model, by a root of it.
    package let isAttested: Bool
    package let name: PasskeyName
    package let createdAt: Date
    package let lastUsedAt: Date?

    package init(
        id: PasskeyID,
        user: UserID,
        credential: CredentialID,
        publicKey: [UInt8],
        signCount: UInt32,
        verifiesUser: Bool,
        isBackupEligible: Bool,
        isBackedUp: Bool,
        transports: [String],
        aaguid: AAGUID,
        isAttested: Bool,
        name: PasskeyName,
        createdAt: Date,
        lastUsedAt: Date?
    ) {
        self.id = id
        self.user = user
        self.credential = credential
        self.publicKey = publicKey
        self.signCount = signCount
        self.verifiesUser = verifiesUser
        self.isBackupEligible = isBackupEligible
        self.isBackedUp = isBackedUp
        self.transports = transports
        self.aaguid = aaguid
        self.isAttested = isAttested
        self.name = name
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    var descriptor: CredentialDescriptor { CredentialDescriptor(id: credential, transports: transports) }
}

/// The name by which authenticators know a user: the workspace's id, then random bytes. All workspaces share one RP ID, and
/// a passkey that was made in another one can so be led there.
enum PasskeyUserHandle {
    static let randomBytes = UserHandle.mostBytes - 16

    static func make(in workspace: WorkspaceID, random: [UInt8]) throws -> UserHandle {
        try UserHandle(workspace.bytes + random)
    }

    /// The workspace in which the handle was given out; nil where it is none of ours.
    static func workspace(of handle: UserHandle) -> WorkspaceID? {
        guard handle.bytes.count == UserHandle.mostBytes else { return nil }
        return WorkspaceID(bytes: Array(handle.bytes.prefix(16)))
    }
}
