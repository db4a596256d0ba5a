/// Why a ceremony is refused. Each case is one check of the engine; its raw value is the name that people look up, and is
/// never used again for another meaning.
package enum WebAuthnCode: String, Sendable, Hashable, CaseIterable {
    // MARK: The reply as JSON (WebAuthn Level 3 section 5.1, RegistrationResponseJSON and AuthenticationResponseJSON)

    case replyMalformed = "WEBAUTHN-FORM-01"
    case replyType = "WEBAUTHN-FORM-02"
    case replyNotBase64URL = "WEBAUTHN-FORM-03"
    case replyTooLarge = "WEBAUTHN-FORM-04"
    case replyIDMismatch = "WEBAUTHN-FORM-05"
    case credentialIDLength = "WEBAUTHN-FORM-06"
    case userHandleLength = "WEBAUTHN-FORM-07"

    // MARK: Client data (section 5.8.1)

    case clientDataNotJSON = "WEBAUTHN-CLIENT-01"
    case clientDataMember = "WEBAUTHN-CLIENT-02"
    case clientDataType = "WEBAUTHN-CLIENT-03"
    case challenge = "WEBAUTHN-CHAL-01"

    // MARK: Where the ceremony took place (section 13.4.9)

    case origin = "WEBAUTHN-ORIGIN-01"
    case crossOrigin = "WEBAUTHN-ORIGIN-02"
    case topOrigin = "WEBAUTHN-ORIGIN-03"
    case topOriginAlone = "WEBAUTHN-ORIGIN-04"

    // MARK: CBOR (RFC 8949; CTAP 2.1 section 8)

    case cborTruncated = "WEBAUTHN-CBOR-01"
    case cborTrailing = "WEBAUTHN-CBOR-02"
    case cborNotMinimal = "WEBAUTHN-CBOR-03"
    case cborIndefinite = "WEBAUTHN-CBOR-04"
    case cborTag = "WEBAUTHN-CBOR-05"
    case cborSimple = "WEBAUTHN-CBOR-06"
    case cborText = "WEBAUTHN-CBOR-07"
    case cborDuplicate = "WEBAUTHN-CBOR-08"
    case cborKey = "WEBAUTHN-CBOR-09"
    case cborDepth = "WEBAUTHN-CBOR-10"
    case cborSize = "WEBAUTHN-CBOR-11"

    // MARK: Authenticator data (section 6.1)

    case authenticatorDataShort = "WEBAUTHN-AUTH-01"
    case authenticatorDataTrailing = "WEBAUTHN-AUTH-02"
    case attestedDataShort = "WEBAUTHN-AUTH-03"
    case attestedDataMissing = "WEBAUTHN-AUTH-04"
    case attestedIDMismatch = "WEBAUTHN-AUTH-05"
    case extensionsMalformed = "WEBAUTHN-AUTH-06"
    case relyingPartyID = "WEBAUTHN-RP-01"
    case userPresence = "WEBAUTHN-FLAG-01"
    case userVerification = "WEBAUTHN-FLAG-02"
    case backupState = "WEBAUTHN-FLAG-03"
    case backupEligibility = "WEBAUTHN-FLAG-04"

    // MARK: The public key (RFC 9053; section 6.5.1.1)

    case keyMalformed = "WEBAUTHN-KEY-01"
    case keyPrivate = "WEBAUTHN-KEY-02"
    case keyParameter = "WEBAUTHN-KEY-03"
    case keyUnsupported = "WEBAUTHN-KEY-04"
    case keyMismatch = "WEBAUTHN-KEY-05"
    case keyCompressed = "WEBAUTHN-KEY-06"
    case keyPoint = "WEBAUTHN-KEY-07"
    case keyWeak = "WEBAUTHN-KEY-08"
    case keyEd448 = "WEBAUTHN-KEY-09"
    case keyNotAllowed = "WEBAUTHN-KEY-10"

    // MARK: Attestation (sections 6.5 and 8)

    case attestationMalformed = "WEBAUTHN-ATT-01"
    case attestationFormat = "WEBAUTHN-ATT-02"
    case attestationSafetyNet = "WEBAUTHN-ATT-03"
    case attestationCompound = "WEBAUTHN-ATT-04"
    case attestationNotNone = "WEBAUTHN-ATT-05"
    case statementMalformed = "WEBAUTHN-ATT-06"
    case statementECDAA = "WEBAUTHN-ATT-07"
    case statementAlgorithm = "WEBAUTHN-ATT-08"
    case certificateChain = "WEBAUTHN-ATT-09"
    case certificateUnreadable = "WEBAUTHN-ATT-10"
    case packedSignature = "WEBAUTHN-PACKED-01"
    case packedSelfAlgorithm = "WEBAUTHN-PACKED-02"
    case packedVersion = "WEBAUTHN-PACKED-03"
    case packedSubject = "WEBAUTHN-PACKED-04"
    case packedAuthority = "WEBAUTHN-PACKED-05"
    case certificateAAGUID = "WEBAUTHN-AAGUID-01"
    case certificateAAGUIDCritical = "WEBAUTHN-AAGUID-02"
    case modelNotAllowed = "WEBAUTHN-AAGUID-03"
    case modelUnproven = "WEBAUTHN-AAGUID-04"
    case u2fCertificates = "WEBAUTHN-U2F-01"
    case u2fCertificateKey = "WEBAUTHN-U2F-02"
    case u2fCredentialKey = "WEBAUTHN-U2F-03"
    case u2fSignature = "WEBAUTHN-U2F-04"
    case appleExtension = "WEBAUTHN-APPLE-01"
    case appleNonce = "WEBAUTHN-APPLE-02"
    case appleKey = "WEBAUTHN-APPLE-03"
    case androidSignature = "WEBAUTHN-ANDROID-01"
    case androidKey = "WEBAUTHN-ANDROID-02"
    case androidExtension = "WEBAUTHN-ANDROID-03"
    case androidChallenge = "WEBAUTHN-ANDROID-04"
    case androidAllApplications = "WEBAUTHN-ANDROID-05"
    case androidOrigin = "WEBAUTHN-ANDROID-06"
    case androidPurpose = "WEBAUTHN-ANDROID-07"
    case tpmVersion = "WEBAUTHN-TPM-01"
    case tpmPublicArea = "WEBAUTHN-TPM-02"
    case tpmKey = "WEBAUTHN-TPM-03"
    case tpmCertInfo = "WEBAUTHN-TPM-04"
    case tpmMagic = "WEBAUTHN-TPM-05"
    case tpmType = "WEBAUTHN-TPM-06"
    case tpmExtraData = "WEBAUTHN-TPM-07"
    case tpmName = "WEBAUTHN-TPM-08"
    case tpmSignature = "WEBAUTHN-TPM-09"
    case tpmCertificateVersion = "WEBAUTHN-TPM-10"
    case tpmSubject = "WEBAUTHN-TPM-11"
    case tpmAlternativeName = "WEBAUTHN-TPM-12"
    case tpmKeyUsage = "WEBAUTHN-TPM-13"
    case tpmAuthority = "WEBAUTHN-TPM-14"
    case attestationMissing = "WEBAUTHN-TRUST-01"
    case attestationUntrusted = "WEBAUTHN-TRUST-02"

    // MARK: What only a sign-in has (section 7.2)

    case credentialNotOffered = "WEBAUTHN-CRED-01"
    case credentialUnknown = "WEBAUTHN-CRED-02"
    case userHandleMissing = "WEBAUTHN-USER-01"
    case userHandle = "WEBAUTHN-USER-02"
    case signatureMalformed = "WEBAUTHN-SIG-01"
    case signature = "WEBAUTHN-SIG-02"
    case signCount = "WEBAUTHN-COUNT-01"
}
