import Encoding
import FoundationEssentials
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
                await #expect(throws: SignInRejection.verificationDemanded) {
                    try await gateway.signInByPasskey(device, in: acme)
                }
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
                await #expect(throws: FactorRejection.wrongPasskey) { try await gateway.addPasskey(member, in: acme) }
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

extension StoredGateway {
    /// Somebody signed in as programs are, whatever their factors.
    func holder(_ user: User, in workspace: Workspace) async throws -> SignedInSession {
        let now = clock.now
        let session = Session(
            id: .random(from: random),
            user: user.id,
            clientID: Application.firstPartyID,
            methods: [.password],
            authenticatedAt: now,
            provedAt: now,
            lastUsedAt: now,
            endedAt: nil,
            sourceAddress: nil,
            userAgent: nil
        )
        try await databases.change(workspace.id, by: Self.byOperator) {
            try await SessionsRepository().insert(session, browserToken: nil, in: $0)
        }
        return SignedInSession(user: user.id, session: session.id, channel: .tokens)
    }

    /// Gives the user a passkey, and returns the device that has it.
    @discardableResult
    func addPasskey(_ user: User, in workspace: Workspace) async throws -> AuthenticationForge {
        let holder = try await holder(user, in: workspace)
        let question = try await factors.managePasskeys.ask(holder, in: workspace)
        var forge = try RegistrationForge()
        forge.challenge = try question.challenge
        forge.clientData["challenge"] = .string(forge.challenge.text)
        _ = try await factors.managePasskeys.add(
            PasskeyAnswer(transaction: question.transaction, credential: forge.json()),
            named: nil,
            holder,
            in: workspace.id,
            origin: Self.origin
        )
        var device = try AuthenticationForge()
        device.userHandle = try Base64URL.decode(question.options.object?["user"]?.object?["id"]?.string ?? "")
        return device
    }

    func signInByPasskey(_ device: AuthenticationForge, in workspace: Workspace) async throws
        -> SignInStep<SessionGrant>
    {
        let question = try await factors.signInWithPasskey.ask(in: workspace, origin: Self.origin)
        let answer = PasskeyAnswer(transaction: question.transaction, credential: try device.answer(question))
        return try await signInByPasskey(answer, in: workspace)
    }

    func signInByPasskey(_ answer: PasskeyAnswer, in workspace: Workspace) async throws -> SignInStep<SessionGrant> {
        try await factors.signInWithPasskey(answer, in: workspace, origin: Self.origin)
    }

    func session(of grant: SessionGrant, in workspace: Workspace) async throws -> Session? {
        try await databases.transaction(on: workspace.id) {
            try await SessionsRepository().find(grant.session, in: $0)
        }
    }
}

extension PasskeyQuestion {
    var challenge: Challenge {
        get throws { Challenge(recorded: try Base64URL.decode(options.object?["challenge"]?.string ?? "")) }
    }
}

extension AuthenticationForge {
    /// What the device replies to the question.
    func answer(_ question: PasskeyQuestion) throws -> JSONValue {
        var asked = self
        asked.challenge = try question.challenge
        asked.clientData["challenge"] = .string(asked.challenge.text)
        return try asked.json()
    }
}
