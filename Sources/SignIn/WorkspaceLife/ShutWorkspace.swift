import Encoding
import FoundationEssentials
import TokenVerification
import Workspaces

/// Shuts a workspace's doors: whoever is signed in is so no longer, and all access tokens are refused within the revocation
/// bound. The common part of suspending and closing.
///
/// Written in the order of every revocation (decision 5): whoever opens a session or issues a token is locked out; state
/// and revocation are committed together in the control database; then the workspace is committed. A sign-in that is under
/// way comes before the lock, and its tokens under the entry, or after it, and reads the new state (`OpenSession`).
/// Killed in between, the workspace is shut and its sessions are not ended: the same call again ends them, and
/// ``ResumeWorkspace`` does before it opens a door.
struct ShutWorkspace: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let sessions: any EverySessionStorage
    let control: any ControlDatabaseAccess
    let workspaces: any WorkspaceLifeStorage
    let revocations: any RevocationStorage
    let log: RevocationLog
    let clock: any WallClock

    /// - Parameter alongside: what is committed with the state.
    func callAsFunction<R: Sendable>(
        _ workspace: Workspace,
        from states: [WorkspaceState],
        to state: WorkspaceState,
        as action: AuditAction,
        by author: ChangeAuthor,
        alongside: @escaping @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await databases.change(workspace.id, by: author) { [self] change in
            try await sessions.lockEvery(in: change.transaction)
            let result = try await commit(
                workspace,
                from: states,
                to: state,
                reachingTo: clock.now.addingTimeInterval(ClockSkew.tolerated),
                alongside: alongside
            )
            let ended = try await sessions.endEvery(at: clock.now, in: change)
            change.record(
                AuditEvent(
                    action,
                    .workspace(workspace.id),
                    changes: [
                        AuditChange("state", from: .string(workspace.state.rawValue), to: .string(state.rawValue)),
                        AuditChange("sessions_ended", to: .number(JSONNumber(ended))),
                    ]
                )
            )
            return result
        }
    }

    /// The control database's part alone, for a workspace whose own database does not stand or can't be reached. What other
    /// nodes still believe of its state they believe for the directory's lifetime: the entry reaches so much further.
    func withoutDatabase<R: Sendable>(
        _ workspace: Workspace,
        from states: [WorkspaceState],
        to state: WorkspaceState,
        alongside: @escaping @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await commit(
            workspace,
            from: states,
            to: state,
            reachingTo: clock.now.addingTimeInterval(ClockSkew.tolerated + WorkspaceDirectory.lifetime),
            alongside: alongside
        )
    }

    private func commit<R: Sendable>(
        _ workspace: Workspace,
        from states: [WorkspaceState],
        to state: WorkspaceState,
        reachingTo moment: Date,
        alongside: @escaping @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        let now = clock.now
        let result = try await control.transaction { [workspaces, revocations] transaction in
            guard try await workspaces.move(workspace.id, from: states, to: state, in: transaction) else {
                throw WorkspaceLifeRejection.wrongState
            }
            try await workspaces.setTokensRevoked(workspace.id, at: moment, in: transaction)
            _ = try await revocations.append(
                .workspace(workspace.id),
                issuedBefore: moment.unixSeconds,
                at: now,
                in: transaction
            )
            return try await alongside(transaction)
        }
        try await log.refresh()
        return result
    }
}
