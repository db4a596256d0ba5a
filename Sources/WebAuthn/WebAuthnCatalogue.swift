/// What a code means: why the reply was refused, and what cures it, for people.
package struct WebAuthnCatalogueEntry: Sendable, Equatable {
    /// In one sentence; holds nothing of the reply itself.
    package let reason: String
    /// What to do about it.
    package let cure: String

    fileprivate init(_ reason: String, cure: String) {
        self.reason = reason
        self.cure = cure
    }
}

extension WebAuthnCode {
    /// The entry of the catalogue. The documentation page `WebAuthnCodes` is made from it, and a test holds them equal.
    package var entry: WebAuthnCatalogueEntry {
        switch self {
        case .replyMalformed:
            WebAuthnCatalogueEntry(
                "The reply is not the credential that toJSON() gives: a member is missing or has the wrong type.",
                cure: "Send the browser's reply as its toJSON() gives it, unchanged."
            )
        case .replyType:
            WebAuthnCatalogueEntry(
                "The reply is a credential of another type than public-key.",
                cure: "Call navigator.credentials with publicKey options only."
            )
        case .replyNotBase64URL:
            WebAuthnCatalogueEntry(
                "A member of the reply is not canonical base64url without padding.",
                cure:
                    "Encode binary members as base64url without padding, as toJSON() does; plain base64 of old scripts is not read."
            )
        case .replyTooLarge:
            WebAuthnCatalogueEntry(
                "A member of the reply is longer than any authenticator makes it.",
                cure: "Look at what stands between the browser and the gateway; authenticators send less."
            )
        case .replyIDMismatch:
            WebAuthnCatalogueEntry(
                "The members id and rawId of the reply name different credentials.",
                cure: "Send the browser's reply unchanged."
            )
        case .credentialIDLength:
            WebAuthnCatalogueEntry(
                "The credential ID is empty or longer than 1,023 bytes.",
                cure: "Use another authenticator; its credential IDs break the standard."
            )
        case .userHandleLength:
            WebAuthnCatalogueEntry(
                "The user handle is empty or longer than 64 bytes.",
                cure: "Use another authenticator; it returned a user handle that was never given to it."
            )
        case .clientDataNotJSON:
            WebAuthnCatalogueEntry(
                "The client data is not one strict JSON object.",
                cure: "Use another browser; what it signed cannot be read without doubt."
            )
        case .clientDataMember:
            WebAuthnCatalogueEntry(
                "A member of the client data is missing or has the wrong type.",
                cure: "Use another browser; its client data lacks what the standard demands."
            )
        case .clientDataType:
            WebAuthnCatalogueEntry(
                "The client data belongs to the other ceremony: a registration was sent where a sign-in is expected, or the reverse.",
                cure: "Begin again; a reply fits only the ceremony that it was made for."
            )
        case .challenge:
            WebAuthnCatalogueEntry(
                "The reply answers another challenge.",
                cure: "Begin again; each challenge is answered once, by the page that asked."
            )
        case .origin:
            WebAuthnCatalogueEntry(
                "The reply was made on a page of an origin that is not ours.",
                cure:
                    "Sign in on the gateway's own address. If the address is right, compare it with PUBLIC_URL, scheme and port included."
            )
        case .crossOrigin:
            WebAuthnCatalogueEntry(
                "The reply was made in a frame inside a page of another origin, which is not allowed.",
                cure: "Open the sign-in page itself instead of embedding it."
            )
        case .topOrigin:
            WebAuthnCatalogueEntry(
                "The page around the frame in which the reply was made is not one that may embed us.",
                cure: "Embed the sign-in only in the pages that are configured for it."
            )
        case .topOriginAlone:
            WebAuthnCatalogueEntry(
                "The reply names a page around its frame and denies being in a frame.",
                cure: "Use another browser; its client data contradicts itself."
            )
        case .cborTruncated:
            WebAuthnCatalogueEntry(
                "CBOR data ends too early.",
                cure: "Use another authenticator or browser; its data is cut off."
            )
        case .cborTrailing:
            WebAuthnCatalogueEntry(
                "Bytes follow after the CBOR value.",
                cure: "Use another authenticator or browser; its data says more than it should."
            )
        case .cborNotMinimal:
            WebAuthnCatalogueEntry(
                "A CBOR length or number is not in its shortest form.",
                cure: "Use another authenticator; it does not write CTAP2 canonical CBOR."
            )
        case .cborIndefinite:
            WebAuthnCatalogueEntry(
                "A CBOR value has no length of its own (indefinite length).",
                cure: "Use another authenticator; it does not write CTAP2 canonical CBOR."
            )
        case .cborTag:
            WebAuthnCatalogueEntry(
                "A CBOR value is tagged.",
                cure: "Use another authenticator; it does not write CTAP2 canonical CBOR."
            )
        case .cborSimple:
            WebAuthnCatalogueEntry(
                "A CBOR value is a floating-point number or an unassigned simple value.",
                cure: "Use another authenticator; no member has such a value."
            )
        case .cborText:
            WebAuthnCatalogueEntry(
                "A CBOR text is not UTF-8.",
                cure: "Use another authenticator; its texts cannot be read."
            )
        case .cborDuplicate:
            WebAuthnCatalogueEntry(
                "A CBOR map has one key twice.",
                cure: "Use another authenticator; its data is ambiguous."
            )
        case .cborKey:
            WebAuthnCatalogueEntry(
                "A key of a CBOR map is neither text nor a number of 64 bits.",
                cure: "Use another authenticator; no map of the standard has such keys."
            )
        case .cborDepth:
            WebAuthnCatalogueEntry(
                "CBOR data is nested too deeply.",
                cure: "Use another authenticator; the standard nests less deeply."
            )
        case .cborSize:
            WebAuthnCatalogueEntry(
                "CBOR data is too long or has too many values.",
                cure: "Use another authenticator; the standard's data is smaller."
            )
        case .authenticatorDataShort:
            WebAuthnCatalogueEntry(
                "The authenticator data is shorter than its fixed part.",
                cure: "Use another authenticator; its data is cut off."
            )
        case .authenticatorDataTrailing:
            WebAuthnCatalogueEntry(
                "The authenticator data goes on after what its flags announce.",
                cure: "Use another authenticator; its flags and its data disagree."
            )
        case .attestedDataShort:
            WebAuthnCatalogueEntry(
                "The attested credential data is cut off.",
                cure: "Use another authenticator; its data is cut off."
            )
        case .attestedDataMissing:
            WebAuthnCatalogueEntry(
                "A registration carries no credential.",
                cure: "Use another authenticator; it registered nothing."
            )
        case .attestedIDMismatch:
            WebAuthnCatalogueEntry(
                "The credential ID that the authenticator signed is not the one of the reply.",
                cure: "Send the browser's reply unchanged."
            )
        case .extensionsMalformed:
            WebAuthnCatalogueEntry(
                "The authenticator's extension data is not a map with text keys.",
                cure: "Use another authenticator; its extension data cannot be read."
            )
        case .relyingPartyID:
            WebAuthnCatalogueEntry(
                "The credential belongs to another relying party.",
                cure:
                    "Compare the host of PUBLIC_URL with the one under which the passkey was made; passkeys do not move between hosts."
            )
        case .userPresence:
            WebAuthnCatalogueEntry(
                "Nobody confirmed the ceremony at the authenticator.",
                cure: "Touch the authenticator when it asks."
            )
        case .userVerification:
            WebAuthnCatalogueEntry(
                "The authenticator did not verify who is using it, which is demanded here.",
                cure: "Set up a PIN, fingerprint or face at the authenticator, and use it."
            )
        case .backupState:
            WebAuthnCatalogueEntry(
                "The authenticator says that a credential is backed up that cannot be.",
                cure: "Use another authenticator; its flags contradict themselves."
            )
        case .backupEligibility:
            WebAuthnCatalogueEntry(
                "The credential's ability to be backed up is not what it was at registration.",
                cure: "Remove the passkey and register it again; the authenticator changed what never changes."
            )
        case .keyMalformed:
            WebAuthnCatalogueEntry(
                "The credential's public key is not a COSE key: a parameter is missing or has the wrong type.",
                cure: "Use another authenticator; its key cannot be read."
            )
        case .keyPrivate:
            WebAuthnCatalogueEntry(
                "The credential's public key carries private parts.",
                cure: "Throw that authenticator away: whoever read the message can sign in its name."
            )
        case .keyParameter:
            WebAuthnCatalogueEntry(
                "The credential's public key has a parameter that has no place there.",
                cure: "Use another authenticator; its key breaks the standard."
            )
        case .keyUnsupported:
            WebAuthnCatalogueEntry(
                "The credential's public key is of a type or algorithm that is not supported.",
                cure: "Use an authenticator that offers ES256, which all do."
            )
        case .keyMismatch:
            WebAuthnCatalogueEntry(
                "Type, algorithm and curve of the credential's public key do not belong together.",
                cure: "Use another authenticator; its key contradicts itself."
            )
        case .keyCompressed:
            WebAuthnCatalogueEntry(
                "The point of the credential's public key is compressed.",
                cure: "Use another authenticator; the standard demands both coordinates."
            )
        case .keyPoint:
            WebAuthnCatalogueEntry(
                "The credential's public key is no point of its curve, or has not its exact length.",
                cure: "Use another authenticator; its key is none."
            )
        case .keyWeak:
            WebAuthnCatalogueEntry(
                "The credential's public key is one under which others can sign.",
                cure: "Use another authenticator; its keys are not safe."
            )
        case .keyEd448:
            WebAuthnCatalogueEntry(
                "The credential's public key is an Ed448 key, which is not supported.",
                cure: "Use an authenticator that offers ES256 or Ed25519."
            )
        case .keyNotAllowed:
            WebAuthnCatalogueEntry(
                "The algorithm of the credential's public key was not offered.",
                cure: "Use an authenticator that follows the list of algorithms offered to it."
            )
        case .attestationMalformed:
            WebAuthnCatalogueEntry(
                "The attestation object is not a map of exactly fmt, attStmt and authData.",
                cure: "Use another authenticator or browser; its attestation cannot be read."
            )
        case .attestationFormat:
            WebAuthnCatalogueEntry(
                "The attestation format is not supported.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .attestationSafetyNet:
            WebAuthnCatalogueEntry(
                "The attestation format is android-safetynet, which was withdrawn.",
                cure: "Update the device; current Android attests by android-key."
            )
        case .attestationCompound:
            WebAuthnCatalogueEntry(
                "The attestation is a compound of several, which is not supported.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .attestationNotNone:
            WebAuthnCatalogueEntry(
                "The attestation says none and carries a statement.",
                cure: "Use another browser; it removed only half of the attestation."
            )
        case .statementMalformed:
            WebAuthnCatalogueEntry(
                "The attestation statement has not exactly the members of its format.",
                cure: "Use another authenticator; its statement breaks the standard."
            )
        case .statementECDAA:
            WebAuthnCatalogueEntry(
                "The attestation statement is signed by ECDAA, which was withdrawn.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .statementAlgorithm:
            WebAuthnCatalogueEntry(
                "The attestation is signed by an algorithm that is not supported, or that does not fit the key.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .certificateChain:
            WebAuthnCatalogueEntry(
                "The attestation has no certificate, or too many.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .certificateUnreadable:
            WebAuthnCatalogueEntry(
                "A certificate of the attestation cannot be read.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .packedSignature:
            WebAuthnCatalogueEntry(
                "The signature of the packed attestation does not verify.",
                cure: "Send the browser's reply unchanged; if it was, the authenticator's attestation is forged."
            )
        case .packedSelfAlgorithm:
            WebAuthnCatalogueEntry(
                "The packed self attestation names another algorithm than the credential's.",
                cure: "Use another authenticator; its statement contradicts its key."
            )
        case .packedVersion:
            WebAuthnCatalogueEntry(
                "The certificate of the packed attestation is not of version 3.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .packedSubject:
            WebAuthnCatalogueEntry(
                "The subject of the packed attestation's certificate lacks country, organisation, common name or the unit Authenticator Attestation.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .packedAuthority:
            WebAuthnCatalogueEntry(
                "The certificate of the packed attestation is, or may be, one of an authority.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .certificateAAGUID:
            WebAuthnCatalogueEntry(
                "The certificate of the attestation is made for another model of authenticator.",
                cure: "Use another authenticator; its certificate and its data disagree."
            )
        case .certificateAAGUIDCritical:
            WebAuthnCatalogueEntry(
                "The certificate's extension for the model is malformed or marked critical.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .modelNotAllowed:
            WebAuthnCatalogueEntry(
                "This model of authenticator is not among those that the workspace allows.",
                cure: "Use one of the allowed authenticators, or ask an admin to allow this one."
            )
        case .modelUnproven:
            WebAuthnCatalogueEntry(
                "The attestation does not cover the model that the authenticator claims, and the workspace allows only certain models.",
                cure: "Use an authenticator that attests its model."
            )
        case .u2fCertificates:
            WebAuthnCatalogueEntry(
                "The fido-u2f attestation has not exactly one certificate.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .u2fCertificateKey:
            WebAuthnCatalogueEntry(
                "The key of the fido-u2f attestation's certificate is not on the curve P-256.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .u2fCredentialKey:
            WebAuthnCatalogueEntry(
                "The credential of the fido-u2f attestation is no ES256 key.",
                cure: "Register without attestation, or use another authenticator."
            )
        case .u2fSignature:
            WebAuthnCatalogueEntry(
                "The signature of the fido-u2f attestation does not verify.",
                cure: "Send the browser's reply unchanged; if it was, the authenticator's attestation is forged."
            )
        case .appleExtension:
            WebAuthnCatalogueEntry(
                "The certificate of the apple attestation has no readable nonce.",
                cure: "Register without attestation, or use another device."
            )
        case .appleNonce:
            WebAuthnCatalogueEntry(
                "The nonce in the apple attestation's certificate belongs to another registration.",
                cure: "Begin again; an attestation serves one registration."
            )
        case .appleKey:
            WebAuthnCatalogueEntry(
                "The apple attestation's certificate is for another key than the credential's.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .androidSignature:
            WebAuthnCatalogueEntry(
                "The signature of the android-key attestation does not verify.",
                cure: "Send the browser's reply unchanged; if it was, the device's attestation is forged."
            )
        case .androidKey:
            WebAuthnCatalogueEntry(
                "The android-key attestation's certificate is for another key than the credential's.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .androidExtension:
            WebAuthnCatalogueEntry(
                "The certificate of the android-key attestation has no readable key description.",
                cure: "Register without attestation, or use another device."
            )
        case .androidChallenge:
            WebAuthnCatalogueEntry(
                "The key description of the android-key attestation belongs to another registration.",
                cure: "Begin again; an attestation serves one registration."
            )
        case .androidAllApplications:
            WebAuthnCatalogueEntry(
                "The key of the android-key attestation may be used by all applications of the device.",
                cure: "Use another device; its passkeys are not kept apart."
            )
        case .androidOrigin:
            WebAuthnCatalogueEntry(
                "The key of the android-key attestation was not made inside the device's keystore.",
                cure: "Use another device; the key may exist elsewhere."
            )
        case .androidPurpose:
            WebAuthnCatalogueEntry(
                "The key of the android-key attestation is not one for signing.",
                cure: "Use another device; its key is not made for this."
            )
        case .tpmVersion:
            WebAuthnCatalogueEntry(
                "The tpm attestation is not of TPM version 2.0.",
                cure: "Use a device with TPM 2.0, or register without attestation."
            )
        case .tpmPublicArea:
            WebAuthnCatalogueEntry(
                "The public area of the tpm attestation cannot be read, or is none of a signing key.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmKey:
            WebAuthnCatalogueEntry(
                "The tpm attestation's public area is for another key than the credential's.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .tpmCertInfo:
            WebAuthnCatalogueEntry(
                "The signed structure of the tpm attestation cannot be read.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmMagic:
            WebAuthnCatalogueEntry(
                "The signed structure of the tpm attestation was not made by a TPM.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .tpmType:
            WebAuthnCatalogueEntry(
                "The signed structure of the tpm attestation certifies no key.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .tpmExtraData:
            WebAuthnCatalogueEntry(
                "The signed structure of the tpm attestation belongs to another registration.",
                cure: "Begin again; an attestation serves one registration."
            )
        case .tpmName:
            WebAuthnCatalogueEntry(
                "The signed structure of the tpm attestation names another key than its public area.",
                cure: "Begin again; if it happens again, the attestation is forged."
            )
        case .tpmSignature:
            WebAuthnCatalogueEntry(
                "The signature of the tpm attestation does not verify.",
                cure: "Send the browser's reply unchanged; if it was, the attestation is forged."
            )
        case .tpmCertificateVersion:
            WebAuthnCatalogueEntry(
                "The certificate of the tpm attestation is not of version 3.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmSubject:
            WebAuthnCatalogueEntry(
                "The subject of the tpm attestation's certificate is not empty.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmAlternativeName:
            WebAuthnCatalogueEntry(
                "The certificate of the tpm attestation does not name the TPM's maker, model and version.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmKeyUsage:
            WebAuthnCatalogueEntry(
                "The certificate of the tpm attestation is not one of an attestation identity key.",
                cure: "Register without attestation, or use another device."
            )
        case .tpmAuthority:
            WebAuthnCatalogueEntry(
                "The certificate of the tpm attestation is, or may be, one of an authority.",
                cure: "Register without attestation, or use another device."
            )
        case .attestationMissing:
            WebAuthnCatalogueEntry(
                "The workspace demands an attestation by a certificate, and there is none.",
                cure: "Use an authenticator that attests itself, and let the browser pass it on when it asks."
            )
        case .attestationUntrusted:
            WebAuthnCatalogueEntry(
                "The attestation's certificates do not lead to a root that the workspace trusts.",
                cure: "Use one of the allowed authenticators, or ask an admin to add its maker's root."
            )
        case .credentialNotOffered:
            WebAuthnCatalogueEntry(
                "The reply uses a passkey that was not offered for this sign-in.",
                cure: "Use one of the passkeys that the browser shows for this account."
            )
        case .credentialUnknown:
            WebAuthnCatalogueEntry(
                "The reply uses another passkey than the one it is checked against.",
                cure: "Remove the passkey from the device if it was removed here, and register a new one."
            )
        case .userHandleMissing:
            WebAuthnCatalogueEntry(
                "The reply does not say whose passkey it is.",
                cure: "Enter the mail address first; this passkey cannot sign in by itself."
            )
        case .userHandle:
            WebAuthnCatalogueEntry(
                "The passkey belongs to another user.",
                cure: "Choose the passkey of this account."
            )
        case .signatureMalformed:
            WebAuthnCatalogueEntry(
                "The signature has not the form of its algorithm.",
                cure: "Send the browser's reply unchanged."
            )
        case .signature:
            WebAuthnCatalogueEntry(
                "The signature does not verify under the registered key.",
                cure: "Send the browser's reply unchanged; if it was, the passkey is not the one that was registered."
            )
        case .signCount:
            WebAuthnCatalogueEntry(
                "The signature counter did not grow: a copy of the passkey may be in use.",
                cure: "Remove the passkey and register the authenticator again; ask whether somebody else has had it."
            )
        }
    }
}
