import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import WebAuthn
import Workspaces

extension StorageSuites {
    /// Passkeys over PostgreSQL, made and used by the software authenticator.
    @Suite struct PasskeyTests {
        @Test func isBothFactorsWithUserVerification() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let step = try await gateway.signInByPasskey(device, in: acme)
                guard case .complete(let grant, _) = step else {
                    Issue.record("not complete")
                    return
                }
                let session = try #require(try await gateway.session(of: grant, in: acme))
                #expect(session.methods.map(\.rawValue) == ["pop", "user", "mfa"])
                let passkeys = try await gateway.factors.managePasskeys.list(of: owner.id, in: acme.id).passkeys
                #expect(passkeys.first?.lastUsedAt != nil)
            }
        }

        /// attacks 4.2 #29, #45: without user verification it is one factor; where two are demanded it is not enough.
        @Test func isOneFactorWithoutUserVerification() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                var device = try await gateway.addPasskey(owner, in: acme)
                device.flags.remove(.userVerified)
                guard case .complete(let grant, _) = try await gateway.signInByPasskey(device, in: acme) else {
                    Issue.record("not complete")
                    return
                }
                let session = try #require(try await gateway.session(of: grant, in: acme))
                #expect(session.methods.map(\.rawValue) == ["pop"])
                _ = try await gateway.factors.managePolicy.demandSecondFactor(
                    of: .everyone,
                    graceDays: 0,
                    in: acme.id,
                    by: StoredGateway.byOperator
                )
                let actions = try await gateway.actions(in: acme) {
                    await #expect(throws: SignInRejection.verificationDemanded) {
                        try await gateway.signInByPasskey(device, in: acme)
                    }
                }
                #expect(actions == ["session.sign_in_refused"])
            }
        }

        /// A refused passkey leaves an entry; a flood of them no more than that of wrong passwords would.
        @Test func refusalsAreWrittenDownWhileTheyAreFew() async throws {
            try await StoredGateway.with { gateway, acme, _ in
                let nonsense = PasskeyAnswer(transaction: nil, credential: .null)
                let send = {
                    _ = await #expect(throws: SignInRejection.wrongPasskey) {
                        try await gateway.signInByPasskey(nonsense, in: acme)
                    }
                }
                #expect(try await gateway.actions(in: acme) { await send() } == ["session.sign_in_refused"])
                let counter = ThrottleKeys(gateway.sealing).counter(
                    "passkey-refusals",
                    limit: SignInWithPasskey.entries
                )
                try await gateway.databases.transaction(on: acme.id) { transaction in
                    for _ in 1..<SignInWithPasskey.entries.burst {
                        try await ThrottleCountersRepository().take([counter], at: gateway.clock.now, in: transaction)
                    }
                }
                #expect(try await gateway.actions(in: acme) { await send() }.isEmpty)
                gateway.clock.advance(SignInWithPasskey.entries.refill)
                #expect(try await gateway.actions(in: acme) { await send() } == ["session.sign_in_refused"])
            }
        }

        /// Whoever is signed in fills no audit either, and takes nobody else's entries.
        @Test func refusedAdditionsAreWrittenDownWhileTheyAreFew() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let (bobs, owners) = (
                    try await gateway.holder(bob, in: acme), try await gateway.holder(owner, in: acme)
                )
                let send = { (holder: SignedInSession) in
                    _ = await #expect(throws: FactorRejection.wrongPasskey) {
                        try await gateway.factors.managePasskeys.add(
                            PasskeyAnswer(credential: .null),
                            named: nil,
                            holder,
                            in: acme.id,
                            origin: StoredGateway.origin
                        )
                    }
                }
                let limit = ManagePasskeys.refusals
                let flood = try await gateway.actions(in: acme) { for _ in 0...limit.burst { await send(bobs) } }
                #expect(flood == Array(repeating: "passkey.refused", count: limit.burst))
                #expect(try await gateway.actions(in: acme) { await send(owners) } == ["passkey.refused"])
                gateway.clock.advance(limit.refill)
                #expect(try await gateway.actions(in: acme) { await send(bobs) } == ["passkey.refused"])
                #expect(try await gateway.actions(in: acme) { await send(bobs) }.isEmpty)
            }
        }

        /// What was just shown is not another factor: not by its question, and not by an answer to one of before.
        @Test func standsNotBesideItself() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let app = try await gateway.protect(owner, in: acme).app
                var device = try await gateway.addPasskey(owner, in: acme)
                device.flags.remove(.userVerified)
                guard case .secondFactorRequired(let challenge) = try await gateway.signInByPasskey(device, in: acme)
                else {
                    Issue.record("not asked")
                    return
                }
                #expect(challenge.methods == [.totp, .recoveryCode])
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.factors.continueSignIn.askForPasskey(
                        challenge.transaction,
                        at: .tokens,
                        in: acme
                    )
                }
                // Nor by a question that stands nevertheless.
                let token = try #require(OpaqueToken(parsing: challenge.transaction.expose(), as: .signInTransaction))
                device.challenge = Challenge(recorded: gateway.random.bytes(Challenge.bytes))
                device.clientData["challenge"] = .string(device.challenge.text)
                try await gateway.rows(
                    of: acme,
                    """
                    INSERT INTO passkey_ceremonies (token_hash, purpose, user_id, holder, challenge, expires_at)
                    VALUES (
                        \(token.hash.bytes), 'second_factor', \(owner.id.rawValue), \(token.hash.bytes),
                        \(device.challenge.bytes), \(challenge.expiresAt)
                    )
                    """
                )
                let answer = PasskeyAnswer(credential: try device.json())
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.passkey(answer), challenge, in: acme)
                }
                let grant = try await gateway.answer(
                    .totp(app.code(at: gateway.clock.now)),
                    challenge,
                    in: acme
                )
                let session = try #require(try await gateway.session(of: grant, in: acme))
                #expect(session.methods.map(\.rawValue) == ["pop", "otp", "mfa"])
            }
        }

        /// attacks 4.2 #36: who finds a key without a PIN could give it one, and hold both factors.
        @Test func userVerificationThatCameLaterCountsOnceAnotherFactorStoodBeside() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                var forge = try RegistrationForge()
                forge.flags.remove(.userVerified)
                let device = try await gateway.addPasskey(owner, in: acme, by: forge)
                #expect(device.flags.contains(.userVerified))
                let methods = {
                    let grant = try gateway.granted(try await gateway.signInByPasskey(device, in: acme))
                    return try await gateway.session(of: grant, in: acme)?.methods.map(\.rawValue)
                }
                #expect(try await methods() == ["pop"])
                #expect(try await methods() == ["pop"])
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let question = try await gateway.factors.continueSignIn.askForPasskey(
                    challenge.transaction,
                    at: .tokens,
                    in: acme
                )
                _ = try await gateway.answer(
                    .passkey(PasskeyAnswer(credential: try device.answer(question))),
                    challenge,
                    in: acme
                )
                #expect(try await methods() == ["pop", "user", "mfa"])
            }
        }

        /// attacks 4.2 #38: the question before anybody is known is the same, whoever has passkeys.
        @Test func asksNobodyInParticular() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let options = {
                    let question = try await gateway.factors.signInWithPasskey.ask(
                        in: acme,
                        origin: StoredGateway.origin
                    )
                    var options = try #require(question.options.object)
                    #expect(options["challenge"]?.string != nil)
                    options["challenge"] = "…"
                    return JSONValue.object(options)
                }
                let before = try await options()
                try await gateway.addPasskey(owner, in: acme)
                #expect(try await options() == before)
                #expect(before.object?["allowCredentials"]?.array ?? [] == [])
            }
        }

        /// attacks 4.2 #39: challenges for nobody yet, as each sign-in page asks for one.
        @Test func challengesForNobodyAreLimitedByNetwork() async throws {
            try await StoredGateway.with { gateway, acme, _ in
                let ask = { (network: String) in
                    try await gateway.factors.signInWithPasskey.ask(
                        in: acme,
                        origin: RequestOrigin(
                            sourceAddress: nil,
                            sourceNetwork: network,
                            correlationID: StoredGateway.origin.correlationID
                        )
                    )
                }
                for _ in 0..<SignInWithPasskey.perNetwork.burst { _ = try await ask("192.0.2.1") }
                await #expect(throws: TooManyTries.self) { try await ask("192.0.2.1") }
                _ = try await ask("192.0.2.2")
                gateway.clock.advance(SignInWithPasskey.perNetwork.refill)
                _ = try await ask("192.0.2.1")
            }
        }

        /// attacks 4.2 #41: what browsers are told to keep is one's own, under one's own handle.
        @Test func tellsBrowsersOfOnesOwnAlone() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                var forge = try RegistrationForge()
                forge.credentialID = [UInt8](64..<96)
                try await gateway.addPasskey(bob, in: acme, by: forge)
                let manage = gateway.factors.managePasskeys
                let signal = try #require(try await manage.list(of: bob.id, in: acme.id).signal?.object)
                #expect(signal["allAcceptedCredentialIds"] == [.string(Base64URL.encode(forge.credentialID))])
                let own = try #require(try await manage.list(of: owner.id, in: acme.id).signal?.object)
                #expect(own["userId"] == .string(Base64URL.encode(device.userHandle ?? [])))
                #expect(own["userId"] != signal["userId"])
            }
        }

        @Test func standsBesideThePassword() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                #expect(challenge.methods.first == .passkey)
                let question = try await gateway.factors.continueSignIn.askForPasskey(
                    challenge.transaction,
                    at: .tokens,
                    in: acme
                )
                #expect(question.options.object?["allowCredentials"]?.array?.count == 1)
                let reply = PasskeyAnswer(credential: try device.answer(question))
                let grant = try await gateway.answer(.passkey(reply), challenge, in: acme)
                let session = try #require(try await gateway.session(of: grant, in: acme))
                #expect(session.methods.map(\.rawValue) == ["pwd", "pop", "mfa"])
            }
        }

        /// attacks 4.1 #1, 4.2 #37: a challenge is answered once, and by what it was given out for.
        @Test func spendsAChallengeOnce() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let question = try await gateway.factors.signInWithPasskey.ask(in: acme, origin: StoredGateway.origin)
                let answer = PasskeyAnswer(transaction: question.transaction, credential: try device.answer(question))
                let results = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 {
                        group.addTask { (try? await gateway.signInByPasskey(answer, in: acme)) != nil }
                    }
                    return await group.reduce(into: [Bool]()) { $0.append($1) }
                }
                #expect(results.filter(\.self).count == 1)
            }
        }

        /// attacks 4.2 #37: expired, of another purpose, of another session.
        @Test func refusesOtherChallenges() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let late = try await gateway.factors.signInWithPasskey.ask(in: acme, origin: StoredGateway.origin)
                gateway.clock.advance(PasskeyCeremony.lifetime)
                let answer = PasskeyAnswer(transaction: late.transaction, credential: try device.answer(late))
                await #expect(throws: SignInRejection.wrongPasskey) {
                    try await gateway.signInByPasskey(answer, in: acme)
                }
                let holder = SignedInSession(
                    user: owner.id,
                    session: SessionID(rawValue: UUID()),
                    channel: .tokens
                )
                let other = try await gateway.factors.stepUp.askForPasskey(holder, in: acme.id)
                let wrong = PasskeyAnswer(transaction: other.transaction, credential: try device.answer(other))
                await #expect(throws: SignInRejection.wrongPasskey) {
                    try await gateway.signInByPasskey(wrong, in: acme)
                }
            }
        }

        /// attacks 4.1 #22: the unique index decides.
        @Test func refusesACredentialTwice() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                _ = try await gateway.addPasskey(owner, in: acme)
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                await #expect(throws: FactorRejection.wrongPasskey) {
                    _ = try await gateway.addPasskey(member, in: acme)
                }
            }
        }

        @Test func refusesARemovedPasskey() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let manage = gateway.factors.managePasskeys
                let holder = try await gateway.holder(owner, in: acme)
                let passkey = try #require(try await manage.list(of: owner.id, in: acme.id).passkeys.first)
                let name = try #require(PasskeyName("  My key  "))
                try await manage.rename(passkey.id, to: name, holder, in: acme.id, origin: StoredGateway.origin)
                #expect(try await manage.list(of: owner.id, in: acme.id).passkeys.first?.name.description == "My key")
                try await manage.remove(passkey.id, holder, in: acme.id, origin: StoredGateway.origin)
                await #expect(throws: SignInRejection.wrongPasskey) {
                    try await gateway.signInByPasskey(device, in: acme)
                }
            }
        }

        /// A session that ended while the request was on its way changes nothing.
        @Test func addsNothingForASessionThatEnded() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let holder = try await gateway.holder(owner, in: acme)
                let question = try await gateway.factors.managePasskeys.ask(holder, in: acme)
                var forge = try RegistrationForge()
                forge.challenge = try question.challenge
                forge.clientData["challenge"] = .string(forge.challenge.text)
                let answer = PasskeyAnswer(transaction: question.transaction, credential: try forge.json())
                _ = try await gateway.endSession(
                    holder.session,
                    of: owner.id,
                    in: acme.id,
                    because: .signedOut,
                    by: StoredGateway.byOperator
                )
                await #expect(throws: StepUpRejection.sessionOver) {
                    try await gateway.factors.managePasskeys.add(
                        answer,
                        named: nil,
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                #expect(try await gateway.factors.managePasskeys.list(of: owner.id, in: acme.id).passkeys.isEmpty)
            }
        }

        /// attacks 4.2 #42: the last factor stays where one is demanded.
        @Test func keepsTheLastOneWhereItIsDemanded() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                _ = try await gateway.addPasskey(owner, in: acme)
                _ = try await gateway.factors.managePolicy.demandSecondFactor(
                    of: .admins,
                    graceDays: 0,
                    in: acme.id,
                    by: StoredGateway.byOperator
                )
                let manage = gateway.factors.managePasskeys
                let passkey = try #require(try await manage.list(of: owner.id, in: acme.id).passkeys.first)
                let holder = try await gateway.holder(owner, in: acme)
                await #expect(throws: FactorRejection.demanded) {
                    try await manage.remove(
                        passkey.id,
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                #expect(try await manage.list(of: owner.id, in: acme.id).passkeys.count == 1)
            }
        }

        /// attacks 4.2 #34: a copy of the key shows by its counter.
        @Test func refusesACounterThatDoesNotGrow() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                var device = try await gateway.addPasskey(owner, in: acme)
                device.signCount = 5
                _ = try await gateway.signInByPasskey(device, in: acme)
                await #expect(throws: SignInRejection.wrongPasskey) {
                    try await gateway.signInByPasskey(device, in: acme)
                }
                device.signCount = 6
                _ = try await gateway.signInByPasskey(device, in: acme)
            }
        }

        @Test func leadsToItsOwnWorkspace() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let device = try await gateway.addPasskey(owner, in: acme)
                let globex = try await gateway.makeWorkspace("globex")
                let signIn = gateway.factors.signInWithPasskey
                let question = try await signIn.ask(in: globex, origin: StoredGateway.origin)
                let answer = PasskeyAnswer(transaction: question.transaction, credential: try device.answer(question))
                #expect(signIn.otherWorkspace(of: answer, than: globex.id) == acme.id)
                #expect(signIn.otherWorkspace(of: answer, than: acme.id) == nil)
                await #expect(throws: SignInRejection.wrongPasskey) {
                    try await gateway.signInByPasskey(answer, in: globex)
                }
            }
        }

        /// attacks 4.1 #25: 64 opaque bytes that begin with the workspace; no mail address.
        @Test func namesUsersByOpaqueHandles() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let manage = gateway.factors.managePasskeys
                let question = try await manage.ask(try await gateway.holder(owner, in: acme), in: acme)
                let user = try #require(question.options.object?["user"]?.object)
                let handle = try Base64URL.decode(user["id"]?.string ?? "")
                #expect(handle.count == 64)
                #expect(Array(handle.prefix(16)) == acme.id.bytes)
                let again = try await manage.ask(try await gateway.holder(owner, in: acme), in: acme)
                #expect(again.options.object?["user"]?.object?["id"] == user["id"])
            }
        }
    }
}
