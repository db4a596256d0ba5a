import Credentials
import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// Signing in with a second factor.
    @Suite struct SecondFactorTests {
        @Test func aCodeCompletesTheSignIn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let protected = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                #expect(challenge.methods == [.totp, .recoveryCode])
                let code = protected.app.code(at: gateway.clock.now)
                let grant = try await gateway.answer(.totp(code), challenge, in: acme)
                let session = try #require(try await gateway.session(grant.session, in: acme))
                #expect(session.methods == [.password, .oneTimePassword, .multipleFactors])
                #expect(try claim("amr", of: grant.accessToken) == ["pwd", "otp", "mfa"])
                // The transaction is spent.
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.recoveryCode(protected.recoveryCodes[0]), challenge, in: acme)
                }
            }
        }

        /// Whoever knows the password alone makes no network known, from which tries are counted more gently.
        @Test func aNetworkIsKnownOnceTheSignInIsComplete() async throws {
            // attacks 5.1 #4
            try await StoredGateway.with { gateway, acme, owner async throws in
                let app = try await gateway.protect(owner, in: acme).app
                let origin = RequestOrigin(
                    sourceAddress: "198.51.100.7",
                    sourceNetwork: "198.51.100.7",
                    correlationID: StoredGateway.origin.correlationID
                )
                let isKnown = {
                    try await gateway.databases.transaction(on: acme.id) { transaction in
                        try await SignInNetworksRepository().isKnown(
                            "198.51.100.7",
                            to: owner.id,
                            since: gateway.clock.now - 1,
                            in: transaction
                        )
                    }
                }
                let step: SignInStep<SessionGrant> = try await gateway.signIn(
                    email: owner.email.description,
                    password: Secret(StoredGateway.password),
                    in: acme,
                    origin: origin
                )
                guard case .secondFactorRequired(let challenge) = step else { throw StoredGateway.NotAsked() }
                #expect(try await !isKnown())
                let done: SignInStep<SessionGrant> = try await gateway.factors.continueSignIn(
                    .totp(app.code(at: gateway.clock.now)),
                    to: challenge.transaction,
                    in: acme,
                    origin: origin
                )
                _ = try gateway.granted(done)
                #expect(try await isKnown())
            }
        }

        @Test func aCodeIsGoodOnce() async throws {
            // attacks 5.2 #10: the same code again, and an older step after a newer one.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let app = try await gateway.protect(owner, in: acme).app
                let old = app.code(at: gateway.clock.now)
                gateway.clock.advance(30)
                let code = app.code(at: gateway.clock.now)
                let first = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                _ = try await gateway.answer(.totp(code), first, in: acme)
                for used in [code, old] {
                    let again = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                    await #expect(throws: SignInRejection.wrongCode) {
                        try await gateway.answer(.totp(used), again, in: acme)
                    }
                }
                gateway.clock.advance(30)
                let next = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                _ = try await gateway.answer(.totp(app.code(at: gateway.clock.now)), next, in: acme)
            }
        }

        @Test func theCodeThatConfirmedItIsSpent() async throws {
            // attacks 5.2 #10
            try await StoredGateway.with { gateway, acme, owner async throws in
                let app = try await gateway.protect(owner, in: acme).app
                let confirming = app.code(at: gateway.clock.now.addingTimeInterval(-30))
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.totp(confirming), challenge, in: acme)
                }
            }
        }

        @Test func ofFiftyUsesOfOneCodeOneWins() async throws {
            // attacks 5.2 #11: each in a sign-in of its own.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let app = try await gateway.protect(owner, in: acme).app
                let challenges = try await gateway.challenges(50, of: owner, in: acme)
                let code = app.code(at: gateway.clock.now)
                // The counters let ten through in an hour; here it is the code that must not be good twice.
                let results = await atOnce(50) { number in
                    try await gateway.unthrottled.answer(.totp(code), challenges[number], in: acme)
                }
                #expect(results.count { (try? $0.get()) != nil } == 1)
                let refusals = results.compactMap { result -> SignInRejection? in
                    guard case .failure(let error) = result else { return nil }
                    return error as? SignInRejection
                }
                #expect(refusals == [SignInRejection](repeating: .wrongCode, count: 49))
            }
        }

        @Test func ofFiftyUsesOfOneRecoveryCodeOneWins() async throws {
            // attacks 5.2 #18
            try await StoredGateway.with { gateway, acme, owner async throws in
                let code = try await gateway.protect(owner, in: acme).recoveryCodes[3]
                let challenges = try await gateway.challenges(50, of: owner, in: acme)
                let results = await atOnce(50) { number in
                    try await gateway.unthrottled.answer(.recoveryCode(code), challenges[number], in: acme)
                }
                #expect(results.count { (try? $0.get()) != nil } == 1)
                #expect(try await gateway.notices(in: acme).count { $0 == "recovery_code_used" } == 1)
            }
        }

        @Test func ofFiftyAnswersToOneChallengeOneWins() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let protected = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let code = protected.app.code(at: gateway.clock.now)
                let answers = [FactorAnswer.totp(code)] + protected.recoveryCodes.map { .recoveryCode($0) }
                let results = await atOnce(answers.count) { number in
                    try await gateway.unthrottled.answer(answers[number], challenge, in: acme)
                }
                #expect(results.count { (try? $0.get()) != nil } == 1)
                // What lost is not spent: the whole change was rolled back.
                let left = try await gateway.factors.manage.overview(of: owner, in: acme.id).enrolled.recoveryCodesLeft
                #expect(left >= RecoveryCode.setCount - 1)
            }
        }

        @Test func aRecoveryCodeIsGoodOnceAndTold() async throws {
            // attacks 5.2 #18
            try await StoredGateway.with { gateway, acme, owner async throws in
                let codes = try await gateway.protect(owner, in: acme).recoveryCodes
                #expect(codes.count == RecoveryCode.setCount)
                #expect(Set(codes).count == codes.count)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let actions = try await gateway.actions(in: acme) {
                    _ = try await gateway.answer(.recoveryCode(codes[0].lowercased()), challenge, in: acme)
                }
                #expect(actions == ["recovery_code.used", "session.signed_in"])
                #expect(try await gateway.notices(in: acme).last == "recovery_code_used")
                let again = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.recoveryCode(codes[0]), again, in: acme)
                }
                _ = try await gateway.answer(.recoveryCode(codes[1]), again, in: acme)
            }
        }

        @Test func onlyHashesAndSealedSecretsAreStored() async throws {
            // attacks 5.2 #15, #18
            try await StoredGateway.with { gateway, acme, owner async throws in
                let codes = try await gateway.protect(owner, in: acme).recoveryCodes
                let hashes = try await gateway.rows(of: acme, "SELECT hash FROM recovery_codes")
                let expected = codes.compactMap { RecoveryCode(typed: $0)?.hash.bytes }
                #expect(Set(try hashes.map { try $0.decode("hash", as: [UInt8].self) }) == Set(expected))
                // Moved to somebody else's row, the sealed secret does not open.
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                try await gateway.rows(
                    of: acme,
                    """
                    INSERT INTO totp (user_id, sealed_secret, confirmed_at, last_step)
                    SELECT \(bob.id.rawValue), sealed_secret, confirmed_at, 0 FROM totp
                    """
                )
                let challenge = try await gateway.challenge(of: bob, in: acme, for: SessionGrant.self)
                await #expect(throws: SealingError.cannotOpen) {
                    try await gateway.answer(.totp("123456"), challenge, in: acme)
                }
            }
        }

        @Test func guessesAreCountedAndTold() async throws {
            // attacks 5.2 #13: five a challenge, ten an hour an account; a right password with wrong codes is a stolen one.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let protected = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                for _ in 0..<5 {
                    await #expect(throws: SignInRejection.wrongCode) {
                        try await gateway.answer(.totp("000000"), challenge, in: acme)
                    }
                }
                let code = protected.app.code(at: gateway.clock.now)
                await #expect(throws: TooManyTries.self) { try await gateway.answer(.totp(code), challenge, in: acme) }
                // A new sign-in does not begin to count anew.
                let another = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                await #expect(throws: TooManyTries.self) { try await gateway.answer(.totp(code), another, in: acme) }
                let told = try await gateway.notices(in: acme).filter { $0 == "password_known_to_somebody_else" }
                #expect(told.count == 1)
                let refused = try await gateway.audit(of: acme).filter { $0.action == "session.sign_in_refused" }
                #expect(refused.count == 5)
            }
        }

        /// Fingers slip now and then: what is more than an hour ago counts no longer.
        @Test func wrongCodesOfLongAgoAreForgotten() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                _ = try await gateway.protect(owner, in: acme)
                func guess(times: Int) async throws -> Int {
                    let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                    for _ in 0..<times {
                        await #expect(throws: SignInRejection.wrongCode) {
                            try await gateway.answer(.totp("000000"), challenge, in: acme)
                        }
                    }
                    return try await gateway.notices(in: acme).count { $0 == "password_known_to_somebody_else" }
                }
                #expect(try await guess(times: 2) == 0)
                gateway.clock.advance(3_601)
                #expect(try await guess(times: 2) == 0)
                #expect(try await guess(times: 1) == 1)
            }
        }

        @Test func aHalfFinishedSignInIsBoundToWhatItIs() async throws {
            // attacks 5.2 #16: its door, its workspace, its time, its user and its password.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let app = try await gateway.protect(owner, in: acme).app
                let challenge = try await gateway.challenge(of: owner, in: acme, for: BrowserGrant.self)
                let code = app.code(at: gateway.clock.now)
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.totp(code), challenge, in: acme)
                }
                #expect(try await gateway.browserSessions(cookie: challenge.transaction.expose(), in: acme.id) == nil)
                await #expect(throws: RefreshRejection.unknownToken) {
                    try await gateway.refreshed(challenge.transaction)
                }
                let globex = try await gateway.makeWorkspace("globex")
                #expect(try await gateway.factors.find(challenge.transaction, in: globex.id) == nil)
                #expect(try await gateway.factors.find(challenge.transaction, in: acme.id)?.wait == .secondFactor)

                let late = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                gateway.clock.advance(SignInTransaction.lifetime)
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.totp(app.code(at: gateway.clock.now)), late, in: acme)
                }

                let old = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                try await gateway.setPassword(
                    Secret("nine purple windmills asleep"),
                    of: owner,
                    in: acme,
                    by: StoredGateway.byOperator
                )
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.totp(app.code(at: gateway.clock.now)), old, in: acme)
                }
            }
        }

        @Test func whoeverIsDeactivatedMeanwhileIsNotSignedIn() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let app = try await gateway.protect(bob, in: acme).app
                let challenge = try await gateway.challenge(of: bob, in: acme, for: SessionGrant.self)
                try await gateway.users.deactivate(bob.id, in: acme.id, by: StoredGateway.byOperator)
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.totp(app.code(at: gateway.clock.now)), challenge, in: acme)
                }
            }
        }
    }
}

extension StoredGateway {
    /// So many sign-ins of one person that wait for a second factor.
    fileprivate func challenges(_ count: Int, of user: User, in workspace: Workspace) async throws -> [SignInChallenge]
    {
        var challenges: [SignInChallenge] = []
        for _ in 0..<count {
            challenges.append(try await challenge(of: user, in: workspace, for: SessionGrant.self))
        }
        return challenges
    }
}
