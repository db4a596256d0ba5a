internal import ArgumentParser
internal import Encoding
internal import FoundationEssentials
internal import WebAuthn

/// `identity-gateway inspect webauthn`: runs the WebAuthn engine over a recorded reply, with what was asked and who we are
/// given in the same file. It touches no database and no network.
struct InspectWebAuthn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webauthn",
        abstract: "Judge a recorded WebAuthn registration or authentication.",
        discussion: """
            Prints one JSON object with verdict, code, reason and facts. Exits with 0 where the reply is accepted, 1 where \
            it is refused, 64 for wrong usage. The file is JSON with ceremony (registration or authentication), rp_id, \
            origins, challenge, user_verification and credential_reply; optional are allowed_algorithms, \
            allow_cross_origin, top_origins and mediation; an authentication needs credential (id, public_key, sign_count, \
            user_handle, backup_eligible) and may have allowed_credentials, user_known and clone_policy. Whatever is wrong \
            in credential_reply is a refusal.
            """
    )

    @Argument(help: "What was recorded: a file of JSON.")
    var recording: String

    func run() async throws {
        guard let data = try? Data(contentsOf: URL(filePath: recording)) else {
            throw ValidationError("The file \(recording) cannot be read.")
        }
        try await WebAuthnInspection.judge(Array(data)).printAndExit()
    }
}

/// The verdict of the command, over bytes alone.
enum WebAuthnInspection {
    /// Throws `ValidationError` for a recording that is none; what is wrong in the reply is a verdict.
    static func judge(_ file: [UInt8]) async throws -> InspectionVerdict {
        let members: JSONObject
        do throws(StrictJSONError) {
            guard let object = try StrictJSON.parse(file).object else { throw .malformed(offset: 0) }
            members = object
        } catch {
            switch error {
            case .malformed, .trailingBytes, .notUTF8, .tooLarge:
                throw ValidationError("The file is not one JSON object in UTF-8.")
            // It is JSON that readers differ on, or that is too deep for a reply; the rest of the file has neither.
            case .duplicateMember, .nulCharacter, .loneSurrogate, .tooDeep, .tooManyValues:
                return refusal(WebAuthnRejection(.replyMalformed, "not strict JSON"))
            }
        }
        let recording = WebAuthnRecording(members: members)
        switch try recording.ceremony() {
        case .registration: return try await registration(recording)
        case .authentication: return try authentication(recording)
        }
    }

    private static func registration(_ recording: WebAuthnRecording) async throws -> InspectionVerdict {
        let expectation = try recording.registrationExpectation()
        let reply = try recording.reply()
        do throws(WebAuthnRejection) {
            // Without roots the moment does not count.
            let verified = try await RegistrationVerifier(expectation).verify(RegistrationReply(json: reply), at: 0)
            return .accepted(facts: facts(of: verified))
        } catch {
            return refusal(error)
        }
    }

    private static func authentication(_ recording: WebAuthnRecording) throws -> InspectionVerdict {
        let expectation = try recording.authenticationExpectation()
        let reply = try recording.reply()
        let credential = try recording.storedCredential()
        do throws(WebAuthnRejection) {
            let record = CredentialRecord(
                id: credential.id,
                publicKey: try COSEKey(parsing: credential.publicKey),
                signCount: credential.signCount,
                isBackupEligible: credential.isBackupEligible,
                userHandle: credential.userHandle
            )
            let verified = try AuthenticationVerifier(expectation).verify(
                AuthenticationReply(json: reply),
                against: record
            )
            return .accepted(facts: facts(of: verified))
        } catch {
            return refusal(error)
        }
    }

    // MARK: Facts

    private static func facts(of verified: VerifiedRegistration) -> JSONObject {
        [
            "credential_id": .string(verified.credentialID.text),
            "public_key": .string(Base64URL.encode(verified.publicKey.encoded)),
            "algorithm": .number(JSONNumber(verified.publicKey.algorithm.rawValue)),
            "sign_count": .number(JSONNumber(verified.signCount)),
            "aaguid": .string(verified.aaguid.description),
            "attestation_format": .string(verified.attestationFormat.rawValue),
            "attestation_type": .string(name(of: verified.attestation)),
            "user_verified": .bool(verified.isUserVerified),
            "backup_eligible": .bool(verified.isBackupEligible),
            "backup_state": .bool(verified.isBackedUp),
            "transports": .array(verified.transports.map { .string($0) }),
            "short_credential_id": .bool(verified.hasShortID),
            "possible_clone": false,
        ]
    }

    private static func facts(of verified: VerifiedAuthentication) -> JSONObject {
        [
            "credential_id": .string(verified.credentialID.text),
            "sign_count": .number(JSONNumber(verified.signCount)),
            "user_verified": .bool(verified.isUserVerified),
            "backup_state": .bool(verified.isBackedUp),
            "possible_clone": .bool(verified.isPossibleClone),
        ]
    }

    private static func name(of attestation: AttestationType) -> String {
        switch attestation {
        case .none: "none"
        case .selfAttestation: "self"
        case .certified: "certified"
        }
    }

    private static func refusal(_ error: WebAuthnRejection) -> InspectionVerdict {
        .refused(
            code: error.code.rawValue,
            reason: error.code.entry.reason,
            facts: ["detail": .string(error.detail), "cure": .string(error.code.entry.cure)]
        )
    }
}
