import WebAuthn
package import Workspaces

/// The use cases that second factors are part of, which share the dispatcher, the counters and the place where
/// factors are kept.
package struct SecondFactorUseCases: Sendable {
    let dispatcher: SignInDispatcher
    let refuse: RefuseSignIn
    package let find: FindSignIn
    package let continueSignIn: ContinueSignIn
    package let stepUp: StepUp
    package let freshProof: FindFreshProof
    package let manage: ManageSecondFactors
    package let reset: ResetSecondFactors
    package let managePolicy: ManagePolicy
    package let managePasskeyPolicy: ManagePasskeyPolicy
    package let people: ListPeople
    package let signInWithPasskey: SignInWithPasskey
    package let managePasskeys: ManagePasskeys

    init(
        _ operators: OperatorUseCases,
        open: OpenSession,
        relyingParty: RelyingParty,
        attestationRoots: AttestationRoots
    ) {
        let storage = operators.storage
        let databases = storage.databases
        let factors = storage.factors
        let (notify, clock, random) = (operators.notify, operators.clock, operators.random)
        let passkeys = Passkeys(
            storage: storage.passkeys,
            ceremonies: PasskeyCeremonies(storage: storage.passkeyCeremonies, clock: clock, random: random),
            policy: storage.passkeyPolicy,
            relyingParty: relyingParty,
            roots: attestationRoots,
            clock: clock,
            random: random
        )
        let secrets = SealedTOTPSecrets(sealing: operators.sealing)
        let codes = IssueRecoveryCodes(codes: storage.recoveryCodes, clock: clock, random: random)
        let verify = VerifyFactor(
            factors: factors,
            secrets: secrets,
            passkeys: passkeys,
            notify: notify,
            clock: clock
        )
        let enrolPasskey = EnrolPasskey(passkeys: passkeys, codes: codes, notify: notify)
        let enrol = EnrolTOTP(
            factors: factors,
            secrets: secrets,
            codes: codes,
            notify: notify,
            clock: clock,
            random: random
        )
        let throttle = ThrottleSecondFactor(
            databases: databases,
            storage: storage.throttle,
            keys: ThrottleKeys(operators.sealing),
            clock: clock
        )
        let renew = RenewProof(sessions: storage.sessions, clock: clock, random: random)
        dispatcher = SignInDispatcher(
            factors: factors,
            policy: storage.policy,
            transactions: storage.signInTransactions,
            networks: storage.signInNetworks,
            open: open,
            clock: clock,
            random: random
        )
        refuse = RefuseSignIn(databases: databases)
        find = FindSignIn(
            databases: databases,
            transactions: storage.signInTransactions,
            factors: factors,
            clock: clock
        )
        continueSignIn = ContinueSignIn(
            databases: databases,
            users: storage.users,
            transactions: storage.signInTransactions,
            find: find,
            factors: factors,
            verify: verify,
            enrol: enrol,
            passkeys: enrolPasskey,
            throttle: throttle,
            guesses: WarnOfGuesses(
                databases: databases,
                users: storage.users,
                wrongCodes: storage.wrongCodes,
                notify: notify,
                clock: clock
            ),
            dispatcher: dispatcher,
            refuse: refuse
        )
        stepUp = StepUp(
            databases: databases,
            users: storage.users,
            passwords: storage.passwords,
            hasher: operators.hasher,
            factors: factors,
            verify: verify,
            passkeys: passkeys,
            throttle: throttle,
            renew: renew
        )
        freshProof = FindFreshProof(databases: databases, sessions: storage.sessions, clock: clock)
        manage = ManageSecondFactors(
            databases: databases,
            users: storage.users,
            policy: storage.policy,
            factors: factors,
            enrol: enrol,
            codes: codes,
            renew: renew,
            notify: notify,
            clock: clock
        )
        reset = ResetSecondFactors(
            databases: databases,
            users: storage.users,
            factors: factors,
            transactions: storage.signInTransactions,
            endSessions: operators.endUserSessions,
            notify: notify
        )
        managePolicy = ManagePolicy(databases: databases, policy: storage.policy, clock: clock)
        managePasskeyPolicy = ManagePasskeyPolicy(
            databases: databases,
            storage: storage.passkeyPolicy,
            roots: attestationRoots
        )
        people = ListPeople(databases: databases, census: storage.factorCensus)
        signInWithPasskey = SignInWithPasskey(
            databases: databases,
            users: storage.users,
            passkeys: passkeys,
            throttle: storage.throttle,
            keys: ThrottleKeys(operators.sealing),
            dispatcher: dispatcher,
            refuse: refuse,
            clock: clock
        )
        managePasskeys = ManagePasskeys(
            databases: databases,
            users: storage.users,
            passkeys: passkeys,
            enrol: enrolPasskey,
            manage: manage,
            notify: notify,
            throttle: storage.throttle,
            keys: ThrottleKeys(operators.sealing),
            clock: clock
        )
    }
}
