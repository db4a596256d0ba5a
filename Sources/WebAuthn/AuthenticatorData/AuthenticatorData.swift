/// What an authenticator signs about a ceremony (WebAuthn Level 3 section 6.1), parsed. Nothing in it is believed before a
/// signature over its bytes was verified.
package struct AuthenticatorData: Sendable {
    /// The bytes as received; signatures are over these.
    let bytes: [UInt8]
    /// SHA-256 of the RP ID.
    let relyingPartyIDHash: [UInt8]
    let flags: AuthenticatorFlags
    let signCount: UInt32
    /// Present exactly where the flag AT is set.
    let attested: AttestedCredential?
    /// Present exactly where the flag ED is set. What is in it is ignored: we ask for no authenticator extension whose
    /// answer we need, and others may come unasked (section 7.1 step 21).
    let extensions: CBORMap?

    /// rpIdHash, flags, signCount.
    private static let fixedBytes = 37

    /// Reads the bytes to their exact end.
    package init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        guard bytes.count >= Self.fixedBytes else { throw WebAuthnRejection(.authenticatorDataShort) }
        self.bytes = bytes
        relyingPartyIDHash = Array(bytes[0..<32])
        flags = AuthenticatorFlags(rawValue: bytes[32])
        signCount = bytes[33..<Self.fixedBytes].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[Self.fixedBytes...]
        // Section 6.1: AT and ED say what follows; what they do not announce may not be there (attacks 4.1 #8).
        attested = flags.contains(.attestedCredential) ? try AttestedCredential(takenFrom: &rest) : nil
        extensions = flags.contains(.extensions) ? try Self.extensions(takenFrom: &rest) : nil
        guard rest.isEmpty else { throw WebAuthnRejection(.authenticatorDataTrailing) }
    }

    /// Section 6.1: "a CBOR map with extension identifiers as keys".
    private static func extensions(takenFrom rest: inout ArraySlice<UInt8>) throws(WebAuthnRejection) -> CBORMap {
        var reader = try CBORReader(rest)
        guard let map = try reader.value().map else { throw WebAuthnRejection(.extensionsMalformed) }
        for case .number in map.keys { throw WebAuthnRejection(.extensionsMalformed) }
        rest = rest[reader.position...]
        return map
    }
}

/// Attested credential data (WebAuthn Level 3 section 6.5.1).
struct AttestedCredential: Sendable {
    let aaguid: AAGUID
    let id: CredentialID
    let publicKey: COSEKey

    /// Reads the data that `rest` begins with, and takes it off.
    init(takenFrom rest: inout ArraySlice<UInt8>) throws(WebAuthnRejection) {
        let head = AAGUID.count + 2
        guard rest.count >= head, let aaguid = AAGUID(Array(rest.prefix(AAGUID.count))) else {
            throw WebAuthnRejection(.attestedDataShort)
        }
        let length = rest.dropFirst(AAGUID.count).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(head)
        guard rest.count >= length else { throw WebAuthnRejection(.attestedDataShort) }
        self.aaguid = aaguid
        id = try CredentialID(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
        var reader = try CBORReader(rest)
        let key = try reader.value()
        publicKey = try COSEKey(key, encoded: Array(rest[..<reader.position]))
        rest = rest[reader.position...]
    }
}
