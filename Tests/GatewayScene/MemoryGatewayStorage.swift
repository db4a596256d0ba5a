package import SignIn
package import Workspaces

/// One memory for every subject.
extension MemoryStorage: GatewayStorage {
    package var control: any ControlDatabaseAccess { self }
    package var revocationControl: any ControlDatabaseAccess { self }
    package var databases: any WorkspaceDatabaseAccess { self }

    package var workspaces: any WorkspaceStorage { self }
    package var applications: any ApplicationStorage { self }
    package var signingKeys: any SigningKeyStorage { self }
    package var revocations: any RevocationStorage { self }
    package var throttle: any ThrottleStorage { self }
    package var raisedOutboxes: any RaisedOutboxStorage { self }

    package var users: any UserStorage { self }
    package var passwords: any PasswordStorage { self }
    package var passwordLinks: any PasswordLinkStorage { self }
    package var sessions: any SessionStorage { self }
    package var refreshTokens: any RefreshTokenStorage { self }
    package var signInTransactions: any SignInTransactionStorage { self }
    package var signInNetworks: any SignInNetworkStorage { self }
    package var wrongCodes: any WrongCodeStorage { self }
    package var totp: any TOTPStorage { self }
    package var recoveryCodes: any RecoveryCodeStorage { self }
    package var passkeys: any PasskeyStorage { self }
    package var passkeyCeremonies: any PasskeyCeremonyStorage { self }
    package var factorCensus: any FactorCensusStorage { self }
    package var policy: any PolicyStorage { self }
    package var passkeyPolicy: any PasskeyPolicyStorage { self }
    package var outbox: any OutboxStorage { self }
    package var audit: any AuditStorage { self }
}
