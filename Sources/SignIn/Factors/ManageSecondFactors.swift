package import Credentials
import FoundationEssentials
package import Workspaces

/// Why a change to one's factors is refused.
package enum FactorRejection: Error, Equatable, Sendable {
    /// Not a code of the secret that was shown, or shown too long ago.
    case wrongCode
    /// Not the answer to what was asked, or a passkey that is somebody's already.
    case wrongPasskey
    case notEnrolled
    /// It is the last one, and the workspace demands one.
    case demanded
    case userNotActive
}

/// What somebody signs in with, and what the workspace asks of them.
package struct FactorOverview: Sendable, Equatable {
    package let enrolled: EnrolledFactors
    package let demand: SecondFactorDemand

    package init(enrolled: EnrolledFactors, demand: SecondFactorDemand) {
        self.enrolled = enrolled
        self.demand = demand
    }
}

/// Somebody who is signed in adds and removes second factors. The frame has asked for a fresh proof before.
package struct ManageSecondFactors: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let policy: any PolicyStorage
    let factors: SecondFactors
    let enrol: EnrolTOTP
    let codes: IssueRecoveryCodes
    let renew: RenewProof
    let notify: NotifyByMail
    let clock: any WallClock

    package func overview(of user: User, in workspace: WorkspaceID) async throws -> FactorOverview {
        try await databases.transaction(on: workspace) { [factors, policy, clock] transaction in
            FactorOverview(
                enrolled: try await factors.enrolled(of: user.id, in: transaction),
                demand: try await policy.find(in: transaction).demand(on: user, at: clock.now)
            )
        }
    }

    /// Draws the secret of an authenticator app. It counts once a code of it has come; until then the one in use counts.
    package func beginTOTP(_ holder: SignedInSession, in workspace: Workspace) async throws -> TOTPEnrolment {
        try await databases.transaction(on: workspace.id) { [users, enrol] transaction in
            guard let user = try await users.lockForIssuing(holder.user, in: transaction), user.isActive else {
                throw FactorRejection.userNotActive
            }
            return try await enrol.begin(for: user, by: .session(holder.session), in: workspace, transaction)
        }
    }

    /// Takes the authenticator app into use. The code proves a second factor, so the session has one from now on.
    ///
    /// - Returns: recovery codes where there were none, and the browser's new cookie.
    /// - Throws: ``FactorRejection``, ``StepUpRejection/sessionOver``.
    package func confirmTOTP(
        _ code: String,
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> (recoveryCodes: [RecoveryCode], cookie: BrowserGrant?) {
        try await change(holder, in: workspace, origin: origin) { user, change in
            guard
                let codes = try await enrol.confirm(code, of: user, by: .session(holder.session), in: change)
            else { throw FactorRejection.wrongCode }
            return (codes, try await renew(holder, by: .totp, in: change))
        }
    }

    /// Throws ``FactorRejection``.
    package func removeTOTP(_ holder: SignedInSession, in workspace: WorkspaceID, origin: RequestOrigin) async throws {
        try await change(holder, in: workspace, origin: origin) { user, change in
            guard try await factors.totp.remove(of: user.id, in: change) else { throw FactorRejection.notEnrolled }
            try await leaveNoneBehindWhereDemanded(user, change)
            try await notify(.factorRemoved(.authenticatorApp), to: user.email, in: change.transaction)
        }
    }

    /// A new set of codes in the place of all from before. Throws ``FactorRejection/notEnrolled`` where there is no factor
    /// that they could stand in for.
    package func renewRecoveryCodes(
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> [RecoveryCode] {
        try await change(holder, in: workspace, origin: origin) { user, change in
            guard try await factors.enrolled(of: user.id, in: change.transaction).haveSecond else {
                throw FactorRejection.notEnrolled
            }
            let set = try await codes(of: user.id, in: change)
            try await notify(.recoveryCodesReplaced, to: user.email, in: change.transaction)
            return set
        }
    }

    /// After a removal: refuses it, with a rollback, where it was the last factor and the workspace demands one, now or
    /// after the grace period; takes recovery codes away that have nothing left to stand in for.
    func leaveNoneBehindWhereDemanded(_ user: User, _ change: WorkspaceChange) async throws {
        guard try await !factors.enrolled(of: user.id, in: change.transaction).haveSecond else { return }
        guard try await policy.find(in: change.transaction).demand(on: user, at: clock.now) == .none else {
            throw FactorRejection.demanded
        }
        try await factors.removeAll(of: user.id, in: change)
    }

    /// A change of somebody's own factors, under the lock on the user.
    func change<R: Sendable>(
        _ holder: SignedInSession,
        in workspace: WorkspaceID,
        origin: RequestOrigin,
        _ body: @Sendable (User, WorkspaceChange) async throws -> R
    ) async throws -> R {
        try await databases.change(workspace, by: ChangeAuthor(.user(holder.user), from: origin)) {
            [users, renew] change in
            // For update: of two removals side by side the second must see that its factor is the last.
            guard let user = try await users.lock(holder.user, in: change.transaction), user.isActive else {
                throw FactorRejection.userNotActive
            }
            _ = try await renew.standing(holder, in: change)
            return try await body(user, change)
        }
    }
}
