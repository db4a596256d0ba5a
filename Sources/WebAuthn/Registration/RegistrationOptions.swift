package import Encoding

/// What is asked of the browser at a registration: PublicKeyCredentialCreationOptions (WebAuthn Level 3 section 5.4), in the
/// JSON form that `parseCreationOptionsFromJSON()` takes.
package struct RegistrationOptions: Sendable {
    /// Who will own the credential, as the authenticator is told.
    package struct User: Sendable {
        package var handle: UserHandle
        /// What tells this account from others at the same place; shown by the browser.
        package var name: String
        /// The person's name.
        package var displayName: String

        package init(handle: UserHandle, name: String, displayName: String) {
            self.handle = handle
            self.name = name
            self.displayName = displayName
        }
    }

    /// Most bytes of a name: authenticators may cut after 64 (section 6.4.1).
    static let nameBytes = 64

    package var relyingPartyID: String
    package var relyingPartyName: String
    package var challenge: Challenge
    package var user: User
    package var userVerification: UserVerification
    /// Credentials that the user has: an authenticator that holds one of them makes no second (attacks 4.1 #25).
    package var excluded: [CredentialID]
    package var attestation: AttestationConveyance
    /// In milliseconds.
    package var timeout: Int

    package init(
        relyingPartyID: String,
        relyingPartyName: String,
        challenge: Challenge,
        user: User,
        userVerification: UserVerification,
        excluded: [CredentialID],
        attestation: AttestationConveyance,
        timeout: Int
    ) {
        self.relyingPartyID = relyingPartyID
        self.relyingPartyName = relyingPartyName
        self.challenge = challenge
        self.user = user
        self.userVerification = userVerification
        self.excluded = excluded
        self.attestation = attestation
        self.timeout = timeout
    }

    /// The algorithms in the order of our liking; ES256 is what all authenticators have.
    private static let algorithms: [COSEAlgorithm] = [.es256, .edDSA, .es384, .es512, .rs256]

    package var json: JSONValue {
        [
            "rp": ["id": .string(relyingPartyID), "name": .string(Self.shown(relyingPartyName))],
            "user": [
                "id": .string(user.handle.text), "name": .string(Self.shown(user.name)),
                "displayName": .string(Self.shown(user.displayName)),
            ],
            "challenge": .string(challenge.text),
            "pubKeyCredParams": .array(
                Self.algorithms.map { ["type": "public-key", "alg": .number(JSONNumber($0.rawValue))] }
            ),
            "timeout": .number(JSONNumber(timeout)),
            "excludeCredentials": .array(excluded.map { CredentialDescriptor(id: $0).json }),
            // Discoverable, so that one can sign in with it without typing who one is.
            "authenticatorSelection": [
                "residentKey": "required", "requireResidentKey": true,
                "userVerification": .string(userVerification.rawValue),
            ],
            "extensions": ["credProps": true],
            "attestation": .string(attestation.rawValue),
        ]
    }

    /// A name as it may stand in a browser's list: no control or direction characters, cut between characters to what every
    /// authenticator keeps (attacks 4.1 #25).
    private static func shown(_ name: String) -> String {
        var shown = ""
        for character in name where character.unicodeScalars.allSatisfy(isPlain) {
            guard shown.utf8.count + character.utf8.count <= nameBytes else { break }
            shown.append(character)
        }
        return shown
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }
}
