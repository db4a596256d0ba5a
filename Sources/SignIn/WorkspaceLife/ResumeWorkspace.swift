import Encoding
package import Workspaces

/// Opens the doors of a suspended workspace again. What was ended stays ended: people sign in anew. An entry that revokes
/// nothing more tells every API that the workspace is suspended no longer: the tokens of before are revoked, no more.
package struct ResumeWorkspace: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let sessions: any EverySessionStorage
    let control: any ControlDatabaseAccess
    let workspaces: any WorkspaceLifeStorage
    let revocations: any RevocationStorage
    let log: RevocationLog
    let clock: any WallClock

    /// Throws ``WorkspaceLifeRejection/wrongState`` where it is not suspended.
    package func callAsFunction(_ workspace: Workspace, by author: ChangeAuthor) async throws {
        // What a crash of the suspension left is ended, and committed, before anybody gets in.
        try await databases.change(workspace.id, by: author) { [self] change in
            try await sessions.lockEvery(in: change.transaction)
            // Looked at under the lock: whoever signs in after another has resumed it is not signed out by us.
            try await control.transaction { try await move(workspace.id, to: .suspended, in: $0) }
            let left = try await sessions.endEvery(at: clock.now, in: change)
            change.record(
                AuditEvent(
                    .workspaceResumed,
                    .workspace(workspace.id),
                    changes: [AuditChange("sessions_ended", to: .number(JSONNumber(left)))]
                )
            )
        }
        let now = clock.now
        try await control.transaction { [self] transaction in
            try await move(workspace.id, to: .active, in: transaction)
            _ = try await revocations.append(
                .workspace(workspace.id),
                issuedBefore: workspace.tokensRevokedAt?.unixSeconds ?? 0,
                at: now,
                in: transaction
            )
        }
        // It is open, whatever this node has yet to hear.
        try? await log.refresh()
    }

    /// Throws where it is not suspended.
    private func move(_ id: WorkspaceID, to state: WorkspaceState, in transaction: ControlTransaction) async throws {
        guard try await workspaces.move(id, from: [.suspended], to: state, in: transaction) else {
            throw WorkspaceLifeRejection.wrongState
        }
    }
}
