package import Credentials
package import Secrets
package import WebAuthn
package import Workspaces

/// The use cases that second factors are part of, put together once over whatever storage: they share the dispatcher, the
/// counters and the place where factors are kept.
package struct SecondFactorUseCases: Sendable {
    /// Where they find what they need.
    package struct Storage: Sendable {
        package let databases: any WorkspaceDatabaseAccess
        package let users: any UserStorage
        package let passwords: any PasswordStorage
        package let sessions: any SessionStorage
        package let policy: any PolicyStorage
        package let passkeyPolicy: any PasskeyPolicyStorage
        package let census: any FactorCensusStorage
        package let totp: any TOTPStorage
        package let recoveryCodes: any RecoveryCodeStorage
        package let passkeys: any PasskeyStorage
        package let ceremonies: any PasskeyCeremonyStorage
        package let transactions: any SignInTransactionStorage
        package let networks: any SignInNetworkStorage
        package let wrongCodes: any WrongCodeStorage
        package let throttle: any ThrottleStorage

        package init(
            databases: any WorkspaceDatabaseAccess,
            users: any UserStorage,
            passwords: any PasswordStorage,
            sessions: any SessionStorage,
            policy: any PolicyStorage,
            passkeyPolicy: any PasskeyPolicyStorage,
            census: any FactorCensusStorage,
            totp: any TOTPStorage,
            recoveryCodes: any RecoveryCodeStorage,
            passkeys: any PasskeyStorage,
            ceremonies: any PasskeyCeremonyStorage,
            transactions: any SignInTransactionStorage,
            networks: any SignInNetworkStorage,
            wrongCodes: any WrongCodeStorage,
            throttle: any ThrottleStorage
        ) {
            self.databases = databases
            self.users = users
            self.passwords = passwords
            self.sessions = sessions
            self.policy = policy
            self.passkeyPolicy = passkeyPolicy
            self.census = census
            self.totp = totp
            self.recoveryCodes = recoveryCodes
            self.passkeys = passkeys
            self.ceremonies = ceremonies
            self.transactions = transactions
            self.networks = networks
            self.wrongCodes = wrongCodes
            self.throttle = throttle
        }
    }

    package let dispatcher: SignInDispatcher
    package let refuse: RefuseSignIn
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

    package init(
        _ storage: Storage,
        relyingParty: RelyingParty,
        attestationRoots: AttestationRoots,
        open: OpenSession,
        hasher: PasswordHasher,
        endSessions: EndUserSessions,
        notify: NotifyByMail,
        sealing: Sealing,
        clock: any WallClock,
        random: any RandomSource
    ) {
        let databases = storage.databases
        let factors = SecondFactors(
            totp: storage.totp,
            recoveryCodes: storage.recoveryCodes,
            passkeys: storage.passkeys
        )
        let passkeys = Passkeys(
            storage: storage.passkeys,
            ceremonies: storage.ceremonies,
            policy: storage.passkeyPolicy,
            relyingParty: relyingParty,
            roots: attestationRoots,
            clock: clock,
            random: random
        )
        let secrets = SealedTOTPSecrets(sealing: sealing)
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
            keys: ThrottleKeys(sealing),
            clock: clock
        )
        let renew = RenewProof(sessions: storage.sessions, clock: clock, random: random)
        dispatcher = SignInDispatcher(
            factors: factors,
            policy: storage.policy,
            transactions: storage.transactions,
            networks: storage.networks,
            open: open,
            clock: clock,
            random: random
        )
        refuse = RefuseSignIn(databases: databases)
        find = FindSignIn(databases: databases, transactions: storage.transactions, factors: factors, clock: clock)
        continueSignIn = ContinueSignIn(
            databases: databases,
            users: storage.users,
            transactions: storage.transactions,
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
            hasher: hasher,
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
            transactions: storage.transactions,
            endSessions: endSessions,
            notify: notify
        )
        managePolicy = ManagePolicy(databases: databases, policy: storage.policy, clock: clock)
        managePasskeyPolicy = ManagePasskeyPolicy(
            databases: databases,
            storage: storage.passkeyPolicy,
            roots: attestationRoots
        )
        people = ListPeople(databases: databases, census: storage.census)
        signInWithPasskey = SignInWithPasskey(
            databases: databases,
            users: storage.users,
            passkeys: passkeys,
            throttle: storage.throttle,
            keys: ThrottleKeys(sealing),
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
            keys: ThrottleKeys(sealing),
            clock: clock
        )
    }
}
