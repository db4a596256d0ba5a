package import Workspaces

/// Where the gateway keeps everything: both kinds of database, and a storage for each subject. The program and its tests have
/// one over PostgreSQL, tests of the faces one in memory; the use cases are put together over whichever it is.
package protocol GatewayStorage: Sendable {
    var control: any ControlDatabaseAccess { get }
    /// The same database for all that is about revocations: knowing, writing and telling them waits behind no flood of
    /// sign-ins.
    var revocationControl: any ControlDatabaseAccess { get }
    var databases: any WorkspaceDatabaseAccess { get }

    var workspaces: any WorkspaceStorage { get }
    var applications: any ApplicationStorage { get }
    var signingKeys: any SigningKeyStorage { get }
    var revocations: any RevocationStorage { get }
    var throttle: any ThrottleStorage { get }
    var raisedOutboxes: any RaisedOutboxStorage { get }

    var users: any UserStorage { get }
    var passwords: any PasswordStorage { get }
    var passwordLinks: any PasswordLinkStorage { get }
    var sessions: any SessionStorage { get }
    var refreshTokens: any RefreshTokenStorage { get }
    var signInTransactions: any SignInTransactionStorage { get }
    var signInNetworks: any SignInNetworkStorage { get }
    var wrongCodes: any WrongCodeStorage { get }
    var totp: any TOTPStorage { get }
    var recoveryCodes: any RecoveryCodeStorage { get }
    var passkeys: any PasskeyStorage { get }
    var passkeyCeremonies: any PasskeyCeremonyStorage { get }
    var factorCensus: any FactorCensusStorage { get }
    var policy: any PolicyStorage { get }
    var passkeyPolicy: any PasskeyPolicyStorage { get }
    var outbox: any OutboxStorage { get }
    var audit: any AuditStorage { get }
}

extension GatewayStorage {
    /// Where people's second factors are.
    var factors: SecondFactors { SecondFactors(totp: totp, recoveryCodes: recoveryCodes, passkeys: passkeys) }
}
