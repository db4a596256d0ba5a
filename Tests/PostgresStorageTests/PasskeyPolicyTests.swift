import Encoding
import FoundationEssentials
import PostgresStorage
import SignIn
import TestSupport
import Testing
import WebAuthn
import Workspaces

extension StorageSuites {
    /// Which passkeys a workspace takes (decision 0035).
    @Suite struct PasskeyPolicyTests {
        private static let own = AAGUID([UInt8](0xA0..<0xB0))
        private static let other = AAGUID([UInt8](repeating: 1, count: 16))

        /// A gateway that was given the root of the forge for these models.
        private static func knowing(
            _ forge: RegistrationForge,
            as models: [AAGUID?],
            _ gateway: StoredGateway
        ) throws -> StoredGateway {
            let root = try forge.attestation.authority.certificate()
            var gateway = gateway
            gateway.attestationRoots = try AttestationRoots(
                Dictionary(uniqueKeysWithValues: models.compactMap(\.self).map { ($0, [root]) })
            )
            return gateway
        }

        @Test func asksForNothingByDefaultAndTakesAll() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let holder = try await gateway.holder(owner, in: acme)
                let question = try await gateway.factors.managePasskeys.ask(holder, in: acme)
                #expect(question.options.object?["attestation"] == "none")
                #expect(question.allowedModels == nil)
                // An attestation that nobody asked for is verified, and proves no make.
                try await gateway.addPasskey(owner, in: acme, by: RegistrationForge("packed"))
                let passkey = try await gateway.factors.managePasskeys.list(of: owner.id, in: acme.id).passkeys.first
                #expect(passkey?.isAttested == false)
            }
        }

        @Test(arguments: ["packed", "apple", "android-key", "tpm"])
        func takesWhatIsAttestedAndAllowed(format: String) async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge(format)
                let gateway = try Self.knowing(forge, as: [Self.own, Self.other], gateway)
                for policy: PasskeyPolicy in [.attested(models: nil), .attested(models: Self.models(Self.own))] {
                    _ = try await gateway.set(policy, in: acme)
                }
                let holder = try await gateway.holder(owner, in: acme)
                let question = try await gateway.factors.managePasskeys.ask(holder, in: acme)
                #expect(question.options.object?["attestation"] == "direct")
                #expect(question.allowedModels == [try #require(Self.own)])
                let device = try await gateway.addPasskey(owner, in: acme, by: forge)
                let passkey = try await gateway.factors.managePasskeys.list(of: owner.id, in: acme.id).passkeys.first
                #expect(passkey?.isAttested == true)
                _ = try await gateway.signInByPasskey(device, in: acme)
            }
        }

        /// Format, models whose root is known, models that are allowed (nil for all that are known), and what refuses it.
        @Test(
            arguments: [
                // A model that nobody vouches for is a name.
                ("none", [own], [own], .attestationMissing), ("none", [own], nil, .attestationMissing),
                ("packed-self", [own], [own], .attestationMissing),
                // The same root, known for another model.
                ("packed", [other], nil, .attestationUntrusted), ("apple", [other], nil, .attestationUntrusted),
                ("tpm", [other], nil, .attestationUntrusted), ("android-key", [other], nil, .attestationUntrusted),
                ("packed", [own, other], [other], .modelNotAllowed), ("tpm", [own, other], [other], .modelNotAllowed),
            ] as [(String, [AAGUID?], [AAGUID?]?, WebAuthnCode)]
        )
        func refusesOthers(
            format: String,
            known: [AAGUID?],
            allowed: [AAGUID?]?,
            code: WebAuthnCode
        ) async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge(format)
                let gateway = try Self.knowing(forge, as: known, gateway)
                let models = allowed.map { Set($0.compactMap(\.self)) }
                _ = try await gateway.set(.attested(models: models), in: acme)
                let actions = try await gateway.actions(in: acme) {
                    let refusal = await #expect(throws: PasskeyNotAllowed.self) {
                        _ = try await gateway.addPasskey(owner, in: acme, by: forge)
                    }
                    #expect(refusal?.code == code)
                    #expect(refusal?.allowed == (allowed ?? known).compactMap(\.self))
                }
                #expect(actions == ["session.signed_in", "passkey.refused"])
                #expect(try await gateway.factors.managePasskeys.list(of: owner.id, in: acme.id).passkeys.isEmpty)
            }
        }

        /// attacks 4.1 #1: whatever was wrong with the first answer, there is no second.
        @Test func aRefusalSpendsTheChallenge() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge("packed")
                let gateway = try Self.knowing(forge, as: [Self.own], gateway)
                _ = try await gateway.set(.attested(models: nil), in: acme)
                let holder = try await gateway.holder(owner, in: acme)
                let manage = gateway.factors.managePasskeys
                for wrong in [try RegistrationForge(), nil] {
                    let question = try await manage.ask(holder, in: acme)
                    let add = { (credential: JSONValue) in
                        try await manage.add(
                            PasskeyAnswer(transaction: question.transaction, credential: credential),
                            named: nil,
                            holder,
                            in: acme.id,
                            origin: StoredGateway.origin
                        )
                    }
                    await #expect(throws: (any Error).self) { try await add(wrong?.answer(question) ?? .null) }
                    await #expect(throws: FactorRejection.wrongPasskey) { try await add(forge.answer(question)) }
                }
                #expect(try await manage.list(of: owner.id, in: acme.id).passkeys.isEmpty)
            }
        }

        @Test func holdsWhereOneIsEnrolledOnTheWayIn() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge("packed")
                let gateway = try Self.knowing(forge, as: [Self.own], gateway)
                _ = try await gateway.set(.attested(models: Self.models(Self.own)), in: acme)
                _ = try await gateway.factors.managePolicy.demandSecondFactor(
                    of: .everyone,
                    graceDays: 0,
                    in: acme.id,
                    by: StoredGateway.byOperator
                )
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let answer = { (forge: RegistrationForge) in
                    let question = try await gateway.factors.continueSignIn.askForPasskey(
                        challenge.transaction,
                        at: .tokens,
                        in: acme
                    )
                    return try await gateway.answer(
                        .passkey(PasskeyAnswer(credential: try forge.answer(question))),
                        challenge,
                        in: acme
                    )
                }
                let actions = try await gateway.actions(in: acme) {
                    let refusal = await #expect(throws: PasskeyNotAllowed.self) {
                        try await answer(RegistrationForge())
                    }
                    #expect(refusal?.code == .attestationMissing)
                }
                #expect(actions == ["session.sign_in_refused"])
                // The sign-in waits on, for one that is allowed.
                let grant = try await answer(forge)
                let session = try #require(try await gateway.session(of: grant, in: acme))
                #expect(session.methods.map(\.rawValue) == ["pwd", "pop", "mfa"])
            }
        }

        @Test func whatIsRegisteredStaysAndIsCounted() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge("packed")
                let gateway = try Self.knowing(forge, as: [Self.own], gateway)
                // It claims a model that will be allowed, and proves nothing.
                let device = try await gateway.addPasskey(owner, in: acme)
                let overview = try await gateway.set(.attested(models: Self.models(Self.own)), in: acme)
                #expect(overview.outside == PasskeysOutside(passkeys: 1, people: 1))
                _ = try await gateway.signInByPasskey(device, in: acme)
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                var another = forge
                another.credentialID = [UInt8](64..<96)
                try await gateway.addPasskey(bob, in: acme, by: another)
                #expect(try await gateway.factors.managePasskeyPolicy.find(in: acme.id).outside == overview.outside)
                let everything = try await gateway.set(.anyMake, in: acme)
                #expect(everything.outside == PasskeysOutside(passkeys: 0, people: 0))
            }
        }

        /// What its roots are configured for no longer is refused, not taken unproven.
        @Test func withoutItsRootsAPolicyTakesNothing() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let forge = try RegistrationForge("packed")
                let knowing = try Self.knowing(forge, as: [Self.own], gateway)
                _ = try await knowing.set(.attested(models: nil), in: acme)
                let refusal = await #expect(throws: PasskeyNotAllowed.self) {
                    _ = try await gateway.addPasskey(owner, in: acme, by: forge)
                }
                #expect(refusal?.allowed == [])
                #expect(refusal?.code == .attestationUntrusted)
            }
        }

        @Test func refusesAPolicyThatNobodyCouldMeet() async throws {
            try await StoredGateway.with { bare, acme, _ in
                let gateway = try Self.knowing(RegistrationForge("packed"), as: [Self.own], bare)
                let (own, other) = (try #require(Self.own), try #require(Self.other))
                let many = Set(
                    (0...PasskeyPolicy.mostModels).compactMap { number in
                        AAGUID([UInt8](repeating: 0, count: 14) + [UInt8(number >> 8), UInt8(number & 255)])
                    }
                )
                let refused: [(StoredGateway, PasskeyPolicy, ManagePasskeyPolicy.Rejection)] = [
                    (bare, .attested(models: nil), .noRoots), (bare, .attested(models: [own]), .noRoots),
                    (gateway, .attested(models: []), .noModels),
                    (gateway, .attested(models: [own, other]), .withoutRoots([other])),
                    (gateway, .attested(models: many), .tooManyModels),
                ]
                let actions = try await gateway.actions(in: acme) {
                    for (gateway, policy, rejection) in refused {
                        await #expect(throws: rejection) { try await gateway.set(policy, in: acme) }
                    }
                }
                #expect(actions.isEmpty)
                #expect(try await gateway.factors.managePasskeyPolicy.find(in: acme.id).policy == .anyMake)
            }
        }

        @Test func isAuditedAndTheSameAgainIsNoChange() async throws {
            try await StoredGateway.with { gateway, acme, _ in
                let gateway = try Self.knowing(RegistrationForge("packed"), as: [Self.own], gateway)
                let actions = try await gateway.actions(in: acme) { () async throws in
                    for policy: PasskeyPolicy in [
                        .anyMake, .attested(models: nil), .attested(models: nil),
                        .attested(models: Self.models(Self.own)),
                        .anyMake,
                    ] {
                        #expect(try await gateway.set(policy, in: acme).policy == policy)
                        #expect(try await gateway.factors.managePasskeyPolicy.find(in: acme.id).policy == policy)
                    }
                }
                #expect(actions == ["policy.changed", "policy.changed", "policy.changed"])
            }
        }

        private static func models(_ model: AAGUID?) -> Set<AAGUID> { Set([model].compactMap(\.self)) }
    }
}

extension StoredGateway {
    fileprivate func set(_ policy: PasskeyPolicy, in workspace: Workspace) async throws -> ManagePasskeyPolicy.Overview
    {
        try await self.factors.managePasskeyPolicy.set(policy, in: workspace.id, by: Self.byOperator)
    }
}
