package import SignIn
package import Workspaces

/// The gateway's storage in PostgreSQL: a repository a subject.
package struct PostgresGatewayStorage: GatewayStorage {
    package let control: any ControlDatabaseAccess
    package let revocationControl: any ControlDatabaseAccess
    package let databases: any WorkspaceDatabaseAccess

    package let workspaces: any WorkspaceStorage = WorkspacesRepository()
    package let applications: any ApplicationStorage = ApplicationsRepository()
    package let signingKeys: any SigningKeyStorage = SigningKeysRepository()
    package let revocations: any RevocationStorage = RevocationsRepository()
    package var throttle: any ThrottleStorage = ThrottleCountersRepository()
    package let raisedOutboxes: any RaisedOutboxStorage = RaisedOutboxesRepository()

    package let users: any UserStorage = UsersRepository()
    package let passwords: any PasswordStorage = PasswordsRepository()
    package let passwordLinks: any PasswordLinkStorage = PasswordLinksRepository()
    package let sessions: any SessionStorage = SessionsRepository()
    package let refreshTokens: any RefreshTokenStorage = RefreshTokensRepository()
    package let signInTransactions: any SignInTransactionStorage = SignInTransactionsRepository()
    package let signInNetworks: any SignInNetworkStorage = SignInNetworksRepository()
    package let wrongCodes: any WrongCodeStorage = WrongCodesRepository()
    package let totp: any TOTPStorage = TOTPRepository()
    package let recoveryCodes: any RecoveryCodeStorage = RecoveryCodesRepository()
    package let passkeys: any PasskeyStorage = PasskeysRepository()
    package let passkeyCeremonies: any PasskeyCeremonyStorage = PasskeyCeremoniesRepository()
    package let factorCensus: any FactorCensusStorage = FactorCensusRepository()
    package let policy: any PolicyStorage = PolicyRepository()
    package let passkeyPolicy: any PasskeyPolicyStorage = PasskeyPolicyRepository()
    package let outbox: any OutboxStorage = OutboxRepository()
    package let audit: any AuditStorage = AuditRepository()

    /// - Parameter revocationControl: the control database over connections that are kept for revocations.
    package init(
        control: any ControlDatabaseAccess,
        revocationControl: any ControlDatabaseAccess,
        databases: any WorkspaceDatabaseAccess
    ) {
        self.control = control
        self.revocationControl = revocationControl
        self.databases = databases
    }
}
