import Postgres

/// Brings the databases of all workspaces up to a list of migrations: one first, then many at once. What fails is told and
/// holds up nobody else; called again, it does what is left.
package struct WorkspaceMigrations: Sendable {
    /// One workspace's database.
    package struct Subject: Sendable {
        /// How it is called in reports.
        package let title: String
        package let cluster: String
        package let names: WorkspaceDatabaseNames

        package init(title: String, cluster: String, names: WorkspaceDatabaseNames) {
            self.title = title
            self.cluster = cluster
            self.names = names
        }
    }

    /// How far it has come.
    package struct Progress: Sendable {
        package let total: Int
        /// Databases to which something was applied.
        package internal(set) var migrated = 0
        package internal(set) var upToDate = 0
        package internal(set) var failures: [(subject: Subject, error: any Error)] = []
        /// The first to which anything was to be applied failed: none of the others was touched.
        package internal(set) var isStopped = false

        package var done: Int { migrated + upToDate + failures.count }
    }

    /// No role that may migrate is known for the cluster.
    package struct NoProvisioner: Error, Sendable, CustomStringConvertible {
        let cluster: String

        package var description: String { "there is no provisioning_url for the cluster \(cluster)" }
    }

    /// At once. More than that only waits for the server's disks; each holds a connection of the provisioning role.
    package static let standardWidth = 8
    /// Tries for one database, where a table was in use or two waited for each other.
    private static let mostTries = 5

    private let provisioner: @Sendable (_ cluster: String) -> WorkspaceProvisioner?
    private let width: Int

    package init(
        width: Int = standardWidth,
        provisioner: @escaping @Sendable (_ cluster: String) -> WorkspaceProvisioner?
    ) {
        self.width = max(width, 1)
        self.provisioner = provisioner
    }

    /// - Parameter tell: called after each database.
    package func callAsFunction(_ subjects: [Subject], tell: (Progress) -> Void) async -> Progress {
        var progress = Progress(total: subjects.count)
        var rest = subjects[...]
        // The canary: until something was applied somewhere, one at a time.
        while progress.migrated == 0, let subject = rest.popFirst() {
            let outcome = await migrate(subject)
            progress.note(outcome, of: subject)
            if case .failure = outcome {
                progress.isStopped = true
                tell(progress)
                return progress
            }
            tell(progress)
        }
        await withTaskGroup(of: (Subject, Result<Bool, any Error>).self) { group in
            for subject in rest.prefix(width) { group.addTask { (subject, await migrate(subject)) } }
            rest = rest.dropFirst(width)
            for await (subject, outcome) in group {
                progress.note(outcome, of: subject)
                tell(progress)
                if let next = rest.popFirst() { group.addTask { (next, await migrate(next)) } }
            }
        }
        return progress
    }

    /// Whether anything was applied.
    private func migrate(_ subject: Subject) async -> Result<Bool, any Error> {
        var tries = 0
        while true {
            tries += 1
            do {
                guard let provisioner = provisioner(subject.cluster) else {
                    throw NoProvisioner(cluster: subject.cluster)
                }
                return .success(try await !provisioner.migrate(subject.names).isEmpty)
            } catch let error as PostgresError where error.isWorthAnotherTry && tries < Self.mostTries {
                try? await Task.sleep(for: .milliseconds(100 << tries))
            } catch {
                return .failure(error)
            }
        }
    }
}

extension WorkspaceMigrations.Progress {
    fileprivate mutating func note(_ outcome: Result<Bool, any Error>, of subject: WorkspaceMigrations.Subject) {
        switch outcome {
        case .success(true): migrated += 1
        case .success(false): upToDate += 1
        case .failure(let error): failures.append((subject, error))
        }
    }
}

extension PostgresError {
    /// 55P03 lock_not_available, 40P01 deadlock_detected.
    fileprivate var isWorthAnotherTry: Bool { sqlState == "55P03" || sqlState == "40P01" }
}
