import FoundationEssentials
import Secrets
import SignIn
import TestSupport
import Testing
import WebAuthn
import Workspaces

extension StorageSuites {
    /// Proving anew who one is (attacks 5.1 #9).
    @Suite struct StepUpTests {
        @Test func aProofIsFreshForFiveMinutes() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let caller = try await gateway.verify(grant.accessToken.text)
                let holder = SignedInSession(user: owner.id, session: grant.session, channel: .tokens)
                #expect(try await gateway.factors.freshProof(caller))
                gateway.clock.advance(SessionLifetime.proof - 1)
                #expect(try await gateway.factors.freshProof(caller))
                gateway.clock.advance(1)
                #expect(try await !gateway.factors.freshProof(caller))
                #expect(try await gateway.factors.stepUp.methods(of: owner.id, in: acme.id) == [.password])
                let actions = try await gateway.actions(in: acme) {
                    let cookie = try await gateway.factors.stepUp.byPassword(
                        Secret(StoredGateway.password),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                    #expect(cookie == nil)
                }
                #expect(actions == ["session.stepped_up"])
                #expect(try await gateway.factors.freshProof(caller))
                // When one signed in stays as it was.
                #expect(try await gateway.session(grant.session, in: acme)?.isMultiFactor == false)
            }
        }

        @Test func aWrongPasswordProvesNothing() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let session = try await gateway.tokens(of: owner, in: acme).session
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                let attempt = { (password: String) in
                    try await gateway.factors.stepUp.byPassword(
                        Secret(password),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                let actions = try await gateway.actions(in: acme) {
                    for password in ["", "not the password", "seven green lanterns adrif", "\u{0}", "x"] {
                        await #expect(throws: StepUpRejection.wrongPassword) { try await attempt(password) }
                    }
                }
                #expect(actions == [String](repeating: "session.step_up_refused", count: 5))
                await #expect(throws: TooManyTries.self) { try await attempt(StoredGateway.password) }
            }
        }

        @Test func whoHasASecondFactorProvesByIt() async throws {
            // attacks 5.2 #15: re-enrolment needs the old factor.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let protected = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let first = protected.app.code(at: gateway.clock.now)
                let session = try await gateway.answer(.totp(first), challenge, in: acme).session
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                #expect(
                    try await gateway.factors.stepUp.methods(of: owner.id, in: acme.id) == [.totp, .recoveryCode]
                )
                await #expect(throws: StepUpRejection.methodNotAccepted) {
                    try await gateway.factors.stepUp.byPassword(
                        Secret(StoredGateway.password),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                let byFactor = { (answer: FactorAnswer) in
                    try await gateway.factors.stepUp.byFactor(
                        answer,
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                // The code that signed in is spent.
                await #expect(throws: StepUpRejection.wrongCode) { try await byFactor(.totp(first)) }
                _ = try await byFactor(.recoveryCode(protected.recoveryCodes[0]))
                gateway.clock.advance(30)
                _ = try await byFactor(.totp(protected.app.code(at: gateway.clock.now)))
            }
        }

        /// The second factor that makes a session one of two factors is another one than it was opened with.
        @Test func theSameFactorTwiceMakesNoTwo() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let stepUp = gateway.factors.stepUp
                let origin = StoredGateway.origin
                let session = try await gateway.tokens(of: owner, in: acme).session
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                _ = try await stepUp.byPassword(Secret(StoredGateway.password), holder, in: acme.id, origin: origin)
                #expect(try await gateway.session(session, in: acme)?.methods == [.password])

                var device = try await gateway.addPasskey(owner, in: acme)
                device.flags.remove(.userVerified)
                let grant = try gateway.granted(try await gateway.signInByPasskey(device, in: acme))
                let byPasskey = { (session: SessionID) in
                    let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                    let question = try await stepUp.askForPasskey(holder, in: acme.id)
                    let answer = PasskeyAnswer(
                        transaction: question.transaction,
                        credential: try device.answer(question)
                    )
                    _ = try await stepUp.byFactor(.passkey(answer), holder, in: acme.id, origin: origin)
                    return try await gateway.session(session, in: acme)?.methods
                }
                #expect(try await byPasskey(grant.session) == [.proofOfPossession])
                // Beside the password that the other session was opened with it is the second.
                #expect(try await byPasskey(session) == [.password, .proofOfPossession, .multipleFactors])
            }
        }

        /// Whoever guesses at the door keeps nobody from proving it in a session, nor the other way round.
        @Test(arguments: [false, true])
        func itsWrongCodesAreCountedApart(fromTheDoor guessesAtTheDoor: Bool) async throws {
            // attacks 5.2 #13
            try await StoredGateway.with { gateway, acme, owner async throws in
                let session = try await gateway.tokens(of: owner, in: acme).session
                let app = try await gateway.protect(owner, in: acme).app
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                let answer = { (code: String, isAtTheDoor: Bool) in
                    if isAtTheDoor {
                        _ = try await gateway.answer(.totp(code), challenge, in: acme)
                    } else {
                        _ = try await gateway.factors.stepUp.byFactor(
                            .totp(code),
                            holder,
                            in: acme.id,
                            origin: StoredGateway.origin
                        )
                    }
                }
                for _ in 0..<5 {
                    await #expect(throws: (any Error).self) { try await answer("12345", guessesAtTheDoor) }
                }
                let code = app.code(at: gateway.clock.now)
                await #expect(throws: TooManyTries.self) { try await answer(code, guessesAtTheDoor) }
                try await answer(code, !guessesAtTheDoor)
            }
        }

        @Test func aBrowserGetsANewCookie() async throws {
            // attacks 5.3 #19
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.cookie(of: owner, in: acme)
                let holder = SignedInSession(user: owner.id, session: grant.session, channel: .browser)
                let renewed = try #require(
                    try await gateway.factors.stepUp.byPassword(
                        Secret(StoredGateway.password),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                )
                #expect(renewed.session == grant.session)
                #expect(try await gateway.browserSessions(cookie: grant.cookie.expose(), in: acme.id) == nil)
                let known = try await gateway.browserSessions(cookie: renewed.cookie.expose(), in: acme.id)
                #expect(known?.session.id == grant.session)
            }
        }

        @Test func aSessionThatIsOverProvesNothing() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let caller = try await gateway.verify(grant.accessToken.text)
                let holder = SignedInSession(user: owner.id, session: grant.session, channel: .tokens)
                _ = try await gateway.endSession(
                    grant.session,
                    of: owner.id,
                    in: acme.id,
                    because: .signedOut,
                    by: StoredGateway.byOperator
                )
                #expect(try await !gateway.factors.freshProof(caller))
                await #expect(throws: StepUpRejection.sessionOver) {
                    try await gateway.factors.stepUp.byPassword(
                        Secret(StoredGateway.password),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
            }
        }

        @Test func aChangedPasswordKeepsThisSessionAndEndsTheOthers() async throws {
            // attacks 5.1 #9, 5.3 #22
            try await StoredGateway.with { gateway, acme, owner async throws in
                let here = try await gateway.tokens(of: owner, in: acme)
                let there = try await gateway.tokens(of: owner, in: acme)
                try await gateway.setPassword(
                    Secret("nine purple windmills asleep"),
                    of: owner,
                    in: acme,
                    by: ChangeAuthor(.user(owner.id), from: StoredGateway.origin),
                    keeping: here.session
                )
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(there.refreshToken)
                }
                _ = try await gateway.refreshed(here.refreshToken)
                #expect(try await gateway.notices(in: acme) == ["password_changed"])
            }
        }
    }
}
