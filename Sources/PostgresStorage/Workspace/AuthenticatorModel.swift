import FoundationEssentials
import WebAuthn
import Workspaces

/// An AAGUID as PostgreSQL keeps it.
struct AuthenticatorModel: Identifier {
    let rawValue: UUID
    init(rawValue: UUID) { self.rawValue = rawValue }

    init(_ aaguid: AAGUID) {
        self = AuthenticatorModel(bytes: aaguid.bytes) ?? AuthenticatorModel(rawValue: UserID.nobody.rawValue)
    }

    /// nil for no value: a UUID has as many bytes.
    var aaguid: AAGUID? { AAGUID(bytes) }
}
