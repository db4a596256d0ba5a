import Postgres
import TestSupport
import Testing
import WorkspaceDatabases

/// Which roles the serving process refuses to be.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct RuntimeRoleCheckTests {
    @Test(arguments: ["CREATEROLE", "CREATEDB", "BYPASSRLS", "SUPERUSER", "REPLICATION"])
    func refusesARoleWithThatPower(_ power: String) async throws {
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.server.superuser) { administration in
                try await administration.executeScript("ALTER ROLE \(service.runtimeRole) \(power)")
            }
            try await service.connected(service.runtime) { connection async throws in
                let refusal = await #expect(throws: RuntimeRoleCheck.Refusal.self) {
                    try await RuntimeRoleCheck().check(connection)
                }
                #expect(refusal?.role == service.runtimeRole)
                #expect(refusal?.powers == [power])
            }
        }
    }

    @Test func refusesAMemberOfAPowerfulRoleEvenThroughAnother() async throws {
        try await ProvisionedService.with { service async throws in
            let middle = "\(service.prefix)_middle"
            try await service.connected(service.server.superuser) { administration in
                try await administration.executeScript(
                    """
                    CREATE ROLE \(middle) NOINHERIT;
                    GRANT \(service.prefix)_provisioning TO \(middle);
                    GRANT \(middle) TO \(service.runtimeRole);
                    """
                )
            }
            try await service.connected(service.runtime) { connection async throws in
                let refusal = await #expect(throws: RuntimeRoleCheck.Refusal.self) {
                    try await RuntimeRoleCheck().check(connection)
                }
                let through = "through \(service.prefix)_provisioning"
                let powers = ["CREATEROLE", "CREATEDB", "a database of its own"]
                #expect(refusal?.powers == powers.map { "\($0) \(through)" })
            }
        }
    }

    @Test func refusesAMemberOfTheRoleThatOwnsTheWorkspaces() async throws {
        try await ProvisionedService.with { service async throws in
            _ = try await service.provisioner().prepareCluster()
            try await service.connected(service.server.superuser) { administration in
                try await administration.executeScript("GRANT \(service.prefix)_owner TO \(service.runtimeRole)")
            }
            try await service.connected(service.runtime) { connection async throws in
                let refusal = await #expect(throws: RuntimeRoleCheck.Refusal.self) {
                    try await RuntimeRoleCheck().check(connection)
                }
                #expect(refusal?.powers == ["a database of its own through \(service.prefix)_owner"])
            }
        }
    }

    @Test func acceptsAPlainRole() async throws {
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.runtime) { try await RuntimeRoleCheck().check($0) }
        }
    }
}
