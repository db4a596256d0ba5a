import ArgumentParser
import FoundationEssentials
import PostgresStorage
import SignIn
import WorkspaceDatabases
import Workspaces

/// Looks at what the service needs, one line a check, and says the cure.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check database, roles, keys and clock, and say the cure."
    )

    /// The most that our clock and the database's may differ: the leeway that verifiers allow.
    private static let clockLeewaySeconds = 30

    func run() async throws {
        let gateway = try Gateway(DatabaseSettings(from: .process()))
        var failures = 0
        for (name, cure, check) in Self.checks(gateway) {
            do {
                try await check()
                print("ok    \(name)")
            } catch {
                failures += 1
                print("FAIL  \(name): \(error)\n      \(cure)")
            }
        }
        await gateway.pools.shutdown()
        if failures > 0 { throw ExitCode(1) }
    }

    private typealias Check = (name: String, cure: String, run: () async throws -> Void)

    private static func checks(_ gateway: Gateway) -> [Check] {
        [
            (
                "the control database answers", "Check GATEWAY_DATABASE_URL, and that PostgreSQL is running there.",
                { _ = try await DatabaseHealth(pools: gateway.pools).time() }
            ),
            (
                "the runtime role has no power to create",
                "Take these powers from the role, and take the role out of others that have them.",
                { try await gateway.pools.withControlConnection { try await RuntimeRoleCheck().check($0) } }
            ),
            (
                "the control database has this version's shape", "Run `identity-gateway migrate`.",
                {
                    _ = try await gateway.control.transaction {
                        try await gateway.workspaces.list(after: nil, limit: 1, in: $0)
                    }
                }
            ),
            (
                "the signing keys open with the app key",
                "Give the app key that sealed them in GATEWAY_APP_KEY; a list may hold an older one.",
                { try await gateway.keys.refresh() }
            ),
            (
                "the clock agrees with the database's", "Let both machines follow a time server.",
                {
                    let theirs = try await DatabaseHealth(pools: gateway.pools).time()
                    let difference = abs(theirs.timeIntervalSince(gateway.clock.now))
                    guard difference <= Double(clockLeewaySeconds) else {
                        throw CommandFailure("they differ by \(difference) seconds")
                    }
                }
            ),
        ]
    }
}
