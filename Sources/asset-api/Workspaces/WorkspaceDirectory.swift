import FoundationEssentials
import Logging
import Secrets
import Synchronization
import WorkspaceDatabases

/// Knows where each workspace's database is. For a workspace that has none yet it asks the provisioning worker, and the
/// request waits for it.
final class WorkspaceDirectory: Sendable {
    /// How long a request waits for a new database; past it the answer is 503 and the next request finds it made.
    static let standardPatience: Duration = .seconds(10)
    private static let retryAfterSeconds = 5
    /// Workspaces that may be waited for at once: each wait holds a connection to the control database.
    private static let mostWaits = 4
    /// Locations remembered; past that all are forgotten and looked up again.
    private static let mostKnown = 10_000

    private struct State {
        var known: [UUID: WorkspaceLocation] = [:]
        var waits: [UUID: Task<WorkspaceLocation, any Error>] = [:]
    }

    private let pools: WorkspacePools
    private let sealing: Sealing
    private let patience: Duration
    private let sources: SystemSources
    private let logger: Logger
    private let state = Mutex(State())

    init(
        pools: WorkspacePools,
        sealing: Sealing,
        patience: Duration = standardPatience,
        sources: SystemSources,
        logger: Logger
    ) {
        self.pools = pools
        self.sealing = sealing
        self.patience = patience
        self.sources = sources
        self.logger = logger
    }

    /// - Throws: ``Problem`` of code `workspace_unavailable` where the database is not there in time.
    func location(of workspace: UUID, slug: String) async throws -> WorkspaceLocation {
        if let known = state.withLock({ $0.known[workspace] }) { return known }
        if let found = try await find(workspace) { return found }
        return try await wait(for: workspace, slug: slug).value
    }

    private func find(_ workspace: UUID) async throws -> WorkspaceLocation? {
        let record = try await pools.withControlConnection { try await WorkspaceRecords($0).findReady(workspace) }
        guard let location = try record?.location(by: sealing) else { return nil }
        state.withLock { state in
            if state.known.count >= Self.mostKnown { state.known.removeAll() }
            state.known[workspace] = location
        }
        return location
    }

    /// The one wait for that workspace, begun now where nobody waits yet.
    private func wait(for workspace: UUID, slug: String) throws -> Task<WorkspaceLocation, any Error> {
        try state.withLock { state in
            if let wait = state.waits[workspace] { return wait }
            guard state.waits.count < Self.mostWaits else { throw Self.notYet }
            let wait = Task {
                defer { self.state.withLock { _ = $0.waits.removeValue(forKey: workspace) } }
                return try await self.askForDatabase(of: workspace, slug: slug)
            }
            state.waits[workspace] = wait
            return wait
        }
    }

    private func askForDatabase(of workspace: UUID, slug: String) async throws -> WorkspaceLocation {
        logger.info("Asking for a workspace's database", metadata: ["workspace": "\(workspace.text)"])
        let settled = try await pools.withControlConnection { [patience, sources] connection in
            let request = try await ProvisioningQueue(connection)
                .request(
                    id: sources.randomID(),
                    .create,
                    workspace: workspace,
                    slug: slug,
                    name: slug,
                    at: sources.now()
                )
            return try await ProvisioningQueue.waitUntilDone(request, on: connection, within: patience)
        }
        guard settled?.state == .done, let location = try await find(workspace) else {
            logger.error(
                "A workspace's database is not there",
                metadata: ["workspace": "\(workspace.text)", "request": "\(settled?.state.rawValue ?? "still open")"]
            )
            throw Self.notYet
        }
        return location
    }

    private static var notYet: Problem {
        Problem(.workspaceUnavailable, "This workspace's database is being made.", retryAfter: retryAfterSeconds)
    }
}
