package import FoundationEssentials
import Synchronization

/// Finds workspaces by slug or id without asking the control database on each request.
///
/// What was read is believed for ``lifetime``; so a change of state shows everywhere within that time.
package final class WorkspaceDirectory: Sendable {
    /// Well below the two seconds within which a closed or suspended workspace must be shut everywhere.
    package static let lifetime: TimeInterval = 1
    /// Workspaces remembered at once; beyond it the memory is emptied, so that it never grows with their number.
    package static let capacity = 1_024

    private struct Remembered {
        var workspace: Workspace
        var until: Date
    }

    private struct Memory {
        var bySlug: [WorkspaceSlug: Remembered] = [:]
        var byID: [WorkspaceID: Remembered] = [:]
    }

    private let control: any ControlDatabaseAccess
    private let workspaces: any WorkspaceStorage
    private let clock: any WallClock
    private let memory = Mutex(Memory())

    package init(control: any ControlDatabaseAccess, workspaces: any WorkspaceStorage, clock: any WallClock) {
        self.control = control
        self.workspaces = workspaces
        self.clock = clock
    }

    /// The workspace of that slug, in whatever state; nil where there never was one.
    package func find(_ slug: WorkspaceSlug) async throws -> Workspace? {
        let now = clock.now
        if let known = memory.withLock({ $0.bySlug[slug] }), known.until > now { return known.workspace }
        return remember(
            try await control.transaction { [workspaces] in try await workspaces.find(slug, in: $0) },
            from: now
        )
    }

    /// The workspace of that id, in whatever state; nil where there never was one.
    package func find(_ id: WorkspaceID) async throws -> Workspace? {
        let now = clock.now
        if let known = memory.withLock({ $0.byID[id] }), known.until > now { return known.workspace }
        return try await read(id)
    }

    /// The workspace as the control database has it now, whatever was remembered.
    package func read(_ id: WorkspaceID) async throws -> Workspace? {
        let now = clock.now
        return remember(
            try await control.transaction { [workspaces] in try await workspaces.find(id, in: $0) },
            from: now
        )
    }

    private func remember(_ workspace: Workspace?, from now: Date) -> Workspace? {
        guard let workspace else { return nil }
        let remembered = Remembered(workspace: workspace, until: now.addingTimeInterval(Self.lifetime))
        memory.withLock { memory in
            if memory.byID.count >= Self.capacity { memory = Memory() }
            memory.bySlug[workspace.slug] = remembered
            memory.byID[workspace.id] = remembered
        }
        return workspace
    }
}
