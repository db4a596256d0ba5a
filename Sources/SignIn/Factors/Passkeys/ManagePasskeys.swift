package import Encoding
package import WebAuthn
package import Workspaces

/// The passkeys of somebody, and what browsers are told of them after a change (WebAuthn Level 3 section 5.1.10).
package struct PasskeyOverview: Sendable {
    package let passkeys: [Passkey]
    package let relyingPartyID: String
    /// nil where the user never asked for a passkey.
    package let userHandle: UserHandle?

    package init(passkeys: [Passkey], relyingPartyID: String, userHandle: UserHandle?) {
        self.passkeys = passkeys
        self.relyingPartyID = relyingPartyID
        self.userHandle = userHandle
    }
}

/// Somebody who is signed in adds, renames and removes passkeys. The frame has asked for a fresh proof before (attacks 4.2
/// #42).
package struct ManagePasskeys: Sendable {
    /// Refused additions of one person of which the audit tells: as many as wrong passwords of one account from one network
    /// can leave.
    package static let refusals = SignInLimits.accountAtNewNetwork

    private let databases: any WorkspaceDatabaseAccess
    private let users: any UserStorage
    private let passkeys: Passkeys
    private let enrol: EnrolPasskey
    private let manage: ManageSecondFactors
    private let notify: NotifyByMail
    private let keys: ThrottleKeys
    private let allowance: RefusalAllowance

    init(
        databases: any WorkspaceDatabaseAccess,
        users: any UserStorage,
        passkeys: Passkeys,
        enrol: EnrolPasskey,
        manage: ManageSecondFactors,
        notify: NotifyByMail,
        throttle: any ThrottleStorage,
        keys: ThrottleKeys,
        clock: any WallClock
    ) {
        self.databases = databases
        self.users = users
        self.passkeys = passkeys
        self.enrol = enrol
        self.manage = manage
        self.notify = notify
        self.keys = keys
        allowance = RefusalAllowance(databases: databases, storage: throttle, clock: clock)
    }

    package func list(of user: UserID, in workspace: WorkspaceID) async throws -> PasskeyOverview {
        try await databases.transaction(on: workspace) { [passkeys] transaction in
            PasskeyOverview(
                passkeys: try await passkeys.storage.list(of: user, in: transaction),
                relyingPartyID: passkeys.relyingPartyID,
                userHandle: try await passkeys.storage.findHandle(of: user, in: transaction)
            )
        }
    }

    /// Throws ``FactorRejection``.
    package func ask(_ holder: SignedInSession, in workspace: Workspace) async throws -> PasskeyQuestion {
        try await databases.transaction(on: workspace.id) { [users, passkeys] transaction in
            guard let user = try await users.lockForIssuing(holder.user, in: transaction), user.isActive else {
                throw FactorRejection.userNotActive
            }
            return try await passkeys.askForNew(
                user,
                for: .addition(user.id, holder.session),
                in: workspace,
                transaction
            )
        }
    }

    /// Takes a passkey into use.
    ///
    /// - Parameter name: nil for what its make is called.
    /// - Returns: the passkey, and recovery codes where there were none.
    /// - Throws: ``FactorRejection``, ``PasskeyNotAllowed``.
    package func add(
        _ answer: PasskeyAnswer,
        named name: PasskeyName?,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> EnrolledPasskey {
        let purpose = PasskeyPurpose.addition(holder.user, holder.session)
        let spent = try await databases.transaction(on: workspace) { [passkeys] in
            try await passkeys.ceremonies.spend(answer, for: purpose, in: $0)
        }
        do {
            guard let spent else { throw FactorRejection.wrongPasskey }
            return try await change(holder, in: workspace, origin: origin) { user, change in
                guard let added = try await enrol(answer, to: spent, named: name, of: user, in: change) else {
                    throw FactorRejection.wrongPasskey
                }
                return added
            }
        } catch FactorRejection.wrongPasskey {
            try await record("wrong_passkey", holder, in: workspace, origin: origin)
            throw FactorRejection.wrongPasskey
        } catch let refusal as PasskeyNotAllowed {
            try await record(refusal.code.rawValue, holder, in: workspace, origin: origin)
            throw refusal
        }
    }

    /// Writes down that a passkey was not taken into use, while there are few of the person's.
    private func record(
        _ reason: String,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws {
        let counter = keys.counter("passkey-additions-refused", holder.user.bytes, limit: Self.refusals)
        guard try await allowance.take(counter, in: workspace) else { return }
        try await databases.change(workspace, by: ChangeAuthor(.user(holder.user), from: origin)) { change in
            change.record(
                AuditEvent(
                    .passkeyRefused,
                    .user(holder.user),
                    changes: [AuditChange("reason", to: .string(reason))]
                )
            )
        }
    }

    /// Throws ``FactorRejection``.
    package func rename(
        _ id: PasskeyID,
        to name: PasskeyName,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws {
        try await change(holder, in: workspace, origin: origin) { user, change in
            guard try await passkeys.storage.rename(id, of: user.id, to: name, in: change) else {
                throw FactorRejection.notEnrolled
            }
        }
    }

    /// Throws ``FactorRejection``.
    package func remove(
        _ id: PasskeyID,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws {
        try await change(holder, in: workspace, origin: origin) { user, change in
            guard let name = try await passkeys.storage.remove(id, of: user.id, in: change) else {
                throw FactorRejection.notEnrolled
            }
            try await manage.leaveNoneBehindWhereDemanded(user, change)
            try await notify(.factorRemoved(.passkey(name.description)), to: user.email, in: change.transaction)
        }
    }

    private func change<R: Sendable>(
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin,
        _ body: @Sendable (User, WorkspaceChange) async throws -> R
    ) async throws -> R {
        try await manage.change(holder, in: workspace, origin: origin, body)
    }
}

extension PasskeyOverview {
    /// What a browser is told after a change, so that it offers no passkey that is gone: AllAcceptedCredentialsOptions of
    /// WebAuthn Level 3 section 5.1.10. Only to the person whose they are (attacks 4.2 #41).
    package var signal: JSONValue? {
        userHandle.map { handle in
            [
                "rpId": .string(relyingPartyID), "userId": .string(handle.text),
                "allAcceptedCredentialIds": .array(passkeys.map { .string($0.credential.text) }),
            ]
        }
    }
}
