import Encoding
package import Workspaces

/// Opens the doors of a suspended workspace again. What was ended stays ended: people sign in anew.
package struct ResumeWorkspace: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let sessions: any EverySessionStorage
    let control: any ControlDatabaseAccess
    let workspaces: any WorkspaceLifeStorage
    let clock: any WallClock

    /// Throws ``WorkspaceLifeRejection/wrongState`` where it is not suspended.
    package func callAsFunction(_ workspace: Workspace, by author: ChangeAuthor) async throws {
        // What a crash of the suspension left is ended, and committed, before anybody gets in.
        try await databases.change(workspace.id, by: author) { [self] change in
            try await sessions.lockEvery(in: change.transaction)
            // Looked at under the lock: whoever signs in after another has resumed it is not signed out by us.
            try await move(workspace.id, to: .suspended)
            let left = try await sessions.endEvery(at: clock.now, in: change)
            change.record(
                AuditEvent(
                    .workspaceResumed,
                    .workspace(workspace.id),
                    changes: [AuditChange("sessions_ended", to: .number(JSONNumber(left)))]
                )
            )
        }
        try await move(workspace.id, to: .active)
    }

    /// Throws where it is not suspended.
    private func move(_ id: WorkspaceID, to state: WorkspaceState) async throws {
        let moved = try await control.transaction { [workspaces] in
            try await workspaces.move(id, from: [.suspended], to: state, in: $0)
        }
        guard moved else { throw WorkspaceLifeRejection.wrongState }
    }
}
