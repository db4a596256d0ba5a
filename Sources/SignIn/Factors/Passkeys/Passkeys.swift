import WebAuthn
import Workspaces

/// The one place where passkeys are asked for and judged, whatever they are used for.
struct Passkeys: Sendable {
    let storage: any PasskeyStorage
    let ceremonies: PasskeyCeremonies
    let policy: any PasskeyPolicyStorage
    let relyingParty: RelyingParty
    let roots: AttestationRoots
    let clock: any WallClock
    let random: any RandomSource

    var relyingPartyID: String { relyingParty.id }

    private static let timeout = Int(PasskeyCeremony.lifetime) * 1_000

    /// Asks for any of the user's passkeys, or for whichever the browser finds where nobody is known.
    func ask(for purpose: PasskeyPurpose, in transaction: WorkspaceTransaction) async throws -> PasskeyQuestion {
        let (ceremony, token) = try await ceremonies.begin(purpose, in: transaction)
        var allowed: [CredentialDescriptor] = []
        if let user = purpose.user {
            allowed = try await storage.list(of: user, in: transaction).map(\.descriptor)
        }
        let options = AuthenticationOptions(
            relyingPartyID: relyingParty.id,
            challenge: ceremony.challenge,
            userVerification: .preferred,
            allowed: allowed,
            timeout: Self.timeout
        )
        return PasskeyQuestion(transaction: token, options: options.json, isRegistration: false)
    }

    /// What a reply proved.
    struct Proof: Sendable {
        let user: UserID
        /// Whether the authenticator knew who it was, and that counts.
        let isUserVerified: Bool
    }

    /// Judges a reply and writes the use down; nil where it is refused. The challenge is spent either way.
    ///
    /// - Parameter hasOtherFactor: whether another factor stands beside it, so that user verification may count from now on
    ///   (WebAuthn Level 3 section 7.2 step 24, attacks 4.2 #36).
    func prove(
        _ answer: PasskeyAnswer,
        for purpose: PasskeyPurpose,
        hasOtherFactor: Bool,
        in transaction: WorkspaceTransaction
    ) async throws -> Proof? {
        guard let challenge = try await ceremonies.spend(answer, for: purpose, in: transaction)?.challenge,
            let reply = try? AuthenticationReply(json: answer.credential),
            let passkey = try await storage.find(reply.credentialID, in: transaction),
            purpose.user == nil || purpose.user == passkey.user
        else { return nil }
        let expectation = AuthenticationExpectation(
            relyingParty: relyingParty,
            challenge: challenge,
            userVerification: .preferred,
            identification: purpose.user == nil ? .byCredential : .beforeCeremony
        )
        let record = CredentialRecord(
            id: passkey.credential,
            publicKey: try COSEKey(parsing: passkey.publicKey),
            signCount: passkey.signCount,
            isBackupEligible: passkey.isBackupEligible,
            userHandle: try await storage.findHandle(of: passkey.user, in: transaction)
        )
        guard let verified = try? AuthenticationVerifier(expectation).verify(reply, against: record) else { return nil }
        let verifies = passkey.verifiesUser || (verified.isUserVerified && hasOtherFactor)
        let use = PasskeyUse(
            signCount: verified.signCount,
            isBackedUp: verified.isBackedUp,
            verifiesUser: verifies,
            at: clock.now
        )
        guard try await storage.use(passkey, use, in: transaction) else { return nil }
        return Proof(user: passkey.user, isUserVerified: verified.isUserVerified && verifies)
    }

    /// Asks for a new passkey of the user.
    func askForNew(
        _ user: User,
        for purpose: PasskeyPurpose,
        in workspace: Workspace,
        _ transaction: WorkspaceTransaction
    ) async throws -> PasskeyQuestion {
        let (ceremony, token) = try await ceremonies.begin(purpose, in: transaction)
        let policy = try await policy.findPasskeyPolicy(in: transaction)
        let fresh = try PasskeyUserHandle.make(
            in: workspace.id,
            random: random.bytes(PasskeyUserHandle.randomBytes)
        )
        let options = RegistrationOptions(
            relyingPartyID: relyingParty.id,
            relyingPartyName: "OnTrackio",
            challenge: ceremony.challenge,
            user: RegistrationOptions.User(
                handle: try await storage.handle(of: user.id, otherwise: fresh, in: transaction),
                // Passkeys of several workspaces stand in one list of the browser's.
                name: "\(user.email) · \(workspace.name)",
                displayName: user.name
            ),
            userVerification: .preferred,
            excluded: try await storage.list(of: user.id, in: transaction).map(\.credential),
            attestation: policy.conveyance,
            timeout: Self.timeout
        )
        return PasskeyQuestion(
            transaction: token,
            options: options.json,
            isRegistration: true,
            allowedModels: policy.models(under: roots)?.inOrder
        )
    }

    /// Stores the passkey of a reply; nil where it is refused.
    ///
    /// - Parameters:
    ///   - spent: its challenge, which was spent by a change of its own: whatever undoes this one, it is good no more.
    ///   - name: nil for what its make is called.
    /// - Throws: ``PasskeyNotAllowed``.
    func register(
        _ answer: PasskeyAnswer,
        to spent: SpentPasskeyChallenge,
        named name: PasskeyName?,
        of user: UserID,
        in change: WorkspaceChange
    ) async throws -> Passkey? {
        let policy = try await policy.findPasskeyPolicy(in: change.transaction)
        guard let reply = try? RegistrationReply(json: answer.credential),
            let verified = try await verified(reply, spent.challenge, under: policy)
        else { return nil }
        let passkey = Passkey(
            id: PasskeyID.random(from: random),
            user: user,
            credential: verified.credentialID,
            publicKey: verified.publicKey.encoded,
            signCount: verified.signCount,
            verifiesUser: verified.isUserVerified,
            isBackupEligible: verified.isBackupEligible,
            isBackedUp: verified.isBackedUp,
            transports: verified.transports,
            aaguid: verified.aaguid,
            isAttested: policy != .anyMake,
            name: name ?? PasskeyName(known: PasskeyProviders.name(of: verified.aaguid) ?? "Passkey"),
            createdAt: clock.now,
            lastUsedAt: nil
        )
        return try await storage.insert(passkey, in: change) ? passkey : nil
    }

    /// nil where the reply is refused for what it is. Throws ``PasskeyNotAllowed`` where it is for what made it.
    private func verified(
        _ reply: RegistrationReply,
        _ challenge: Challenge,
        under policy: PasskeyPolicy
    ) async throws(PasskeyNotAllowed) -> VerifiedRegistration? {
        let expectation = RegistrationExpectation(
            relyingParty: relyingParty,
            challenge: challenge,
            userVerification: .preferred,
            attestation: policy.attestation(under: roots)
        )
        do {
            return try await RegistrationVerifier(expectation).verify(reply, at: Int64(clock.now.unixSeconds))
        } catch  where error.code.isAboutTheMake {
            throw PasskeyNotAllowed(allowed: policy.models(under: roots) ?? [], code: error.code)
        } catch {
            return nil
        }
    }
}
