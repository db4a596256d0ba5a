import Crypto

/// How much the person at the authenticator must prove.
package enum UserVerification: String, Sendable, Hashable, CaseIterable {
    /// The flag UV is demanded.
    case required
    /// UV is asked for. Without the flag the ceremony counts as possession alone (attacks 4.2 #29).
    case preferred
    case discouraged
}

/// The checks of authenticator data that both ceremonies share. Step numbers are those of WebAuthn Level 3 section 7.1
/// (registration) and 7.2 (authentication).
enum AuthenticatorDataChecks {
    /// 7.1 step 14, 7.2 step 15.
    static func checkRelyingParty(
        _ data: AuthenticatorData,
        _ relyingParty: RelyingParty
    ) throws(WebAuthnRejection) {
        guard data.relyingPartyIDHash.elementsEqual(SHA256.hash(data: Array(relyingParty.id.utf8))) else {
            throw WebAuthnRejection(.relyingPartyID)
        }
    }

    /// 7.1 step 15, 7.2 step 16.
    static func checkPresence(_ data: AuthenticatorData) throws(WebAuthnRejection) {
        guard data.flags.contains(.userPresent) else { throw WebAuthnRejection(.userPresence) }
    }

    /// 7.1 step 16, 7.2 step 17.
    static func checkVerification(
        _ data: AuthenticatorData,
        _ wanted: UserVerification
    ) throws(WebAuthnRejection) {
        guard wanted != .required || data.flags.contains(.userVerified) else {
            throw WebAuthnRejection(.userVerification)
        }
    }

    /// 7.1 step 17, 7.2 step 18: "If the BE bit is not set, verify that the BS bit is not set."
    static func checkBackupState(_ data: AuthenticatorData) throws(WebAuthnRejection) {
        guard data.flags.contains(.backupEligible) || !data.flags.contains(.backedUp) else {
            throw WebAuthnRejection(.backupState)
        }
    }
}
