import Postgres
import Secrets
import TestSupport
import Testing
import WorkspaceDatabases

/// Migrations over many workspaces, on a real server.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct WorkspaceMigrationsTests {
    private static let next =
        ProvisionedService.workspaceMigrations + [
            Migration(id: "W0002_more", sql: "CREATE TABLE more (n int); INSERT INTO more VALUES (1);")
        ]

    /// Makes so many workspaces of the old shape.
    private func subjects(
        _ count: Int,
        _ service: ProvisionedService
    ) async throws -> [WorkspaceMigrations.Subject] {
        var subjects: [WorkspaceMigrations.Subject] = []
        for number in 0..<count {
            let names = service.freshNames()
            try await service.provisioner().create(names, password: Secret("pw"))
            subjects.append(WorkspaceMigrations.Subject(title: "w\(number)", cluster: "main", names: names))
        }
        return subjects
    }

    private func run(
        _ service: ProvisionedService,
        _ subjects: [WorkspaceMigrations.Subject],
        _ migrations: [Migration] = next,
        tell: (WorkspaceMigrations.Progress) -> Void = { _ in }
    ) async -> WorkspaceMigrations.Progress {
        let provisioner = service.provisioner(migrations: migrations)
        return await WorkspaceMigrations { $0 == "main" ? provisioner : nil }(subjects, tell: tell)
    }

    /// Where the migration can't be applied to that workspace: what it makes stands there already.
    private func spoil(_ subject: WorkspaceMigrations.Subject, _ service: ProvisionedService) async throws {
        try await service.connected(service.server.superuser.with(database: subject.names.database)) {
            try await $0.executeScript("CREATE TABLE more (other text)")
        }
    }

    private func mend(_ subject: WorkspaceMigrations.Subject, _ service: ProvisionedService) async throws {
        try await service.connected(service.server.superuser.with(database: subject.names.database)) {
            try await $0.executeScript("DROP TABLE more")
        }
    }

    private func isMigrated(
        _ subject: WorkspaceMigrations.Subject,
        _ service: ProvisionedService
    ) async throws -> Bool {
        try await service.connected(service.login(subject.names, password: "pw")) { connection in
            try await MigrationLedger.read(connection).contains { $0.id == "W0002_more" }
        }
    }

    @Test func allAreMigratedOneFirst() async throws {
        try await ProvisionedService.with { service async throws in
            let subjects = try await subjects(5, service)
            var seen: [Int] = []
            let result = await run(service, subjects) { seen.append($0.done) }
            #expect(result.migrated == 5)
            #expect(seen == [1, 2, 3, 4, 5])
            for subject in subjects { #expect(try await isMigrated(subject, service)) }
            let again = await run(service, subjects)
            #expect((again.migrated, again.upToDate) == (0, 5))
        }
    }

    @Test func whereTheFirstFailsNoOtherIsTouched() async throws {
        try await ProvisionedService.with { service async throws in
            let subjects = try await subjects(3, service)
            try await spoil(subjects[0], service)
            let result = await run(service, subjects)
            #expect(result.isStopped)
            #expect(result.failures.map(\.subject.title) == ["w0"])
            for subject in subjects { #expect(try await !isMigrated(subject, service)) }
        }
    }

    @Test func whatFailsLaterHoldsUpNobodyAndIsDoneTheNextTime() async throws {
        try await ProvisionedService.with { service async throws in
            let subjects = try await subjects(4, service)
            try await spoil(subjects[2], service)
            let result = await run(service, subjects)
            #expect(!result.isStopped)
            #expect(result.migrated == 3)
            #expect(result.failures.map(\.subject.title) == ["w2"])
            // The workspace that failed has its old shape, whole.
            #expect(try await !isMigrated(subjects[2], service))
            try await mend(subjects[2], service)
            let again = await run(service, subjects)
            #expect((again.migrated, again.upToDate, again.failures.count) == (1, 3, 0))
        }
    }

    /// A table that is in use is refused for now: the migration is tried again.
    @Test func whatIsInUseIsTriedAgain() async throws {
        try await ProvisionedService.with { service async throws in
            let subjects = try await subjects(1, service)
            // A sequence goes on though the transaction is undone.
            try await service.connected(service.server.superuser.with(database: subjects[0].names.database)) {
                try await $0.executeScript("CREATE SEQUENCE tries; GRANT USAGE ON SEQUENCE tries TO PUBLIC")
            }
            let inUseTwice = Migration(
                id: "W0002_more",
                sql: """
                    CREATE TABLE more (n int);
                    DO $$ BEGIN
                        IF nextval('tries') < 3 THEN RAISE EXCEPTION 'in use' USING ERRCODE = '55P03'; END IF;
                    END $$;
                    """
            )
            let result = await run(service, subjects, ProvisionedService.workspaceMigrations + [inUseTwice])
            #expect((result.migrated, result.failures.count) == (1, 0))
            #expect(try await isMigrated(subjects[0], service))
        }
    }

    @Test func aClusterWithoutAProvisioningRoleIsToldOf() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let subject = WorkspaceMigrations.Subject(title: "far", cluster: "elsewhere", names: names)
            let result = await run(service, [subject])
            #expect(result.failures.first?.error is WorkspaceMigrations.NoProvisioner)
        }
    }
}
