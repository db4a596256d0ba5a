import ArgumentParser
import WorkspaceDatabases
import Workspaces

/// Looks at what the service needs, one line a check, and says the cure.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check database, roles, keys, clock, certificate and mail, and say the cure.",
        discussion: "Reads the same configuration as `serve`. Exits with 1 where anything is wrong."
    )

    func run() async throws {
        let source = try ConfigurationSource.process()
        let gateway = try Gateway(DatabaseSettings(from: source))
        var failures = 0
        func pass(_ check: DoctorCheck) async -> Bool {
            do {
                print("ok    \(check.name)\(try await check.run().map { ": \($0)" } ?? "")")
                return true
            } catch {
                failures += 1
                print("FAIL  \(check.name): \(OperatorMessage.words(of: error))\n      \(check.cure)")
                return false
            }
        }
        if await pass(.databaseAnswers(gateway)) {
            for check in DoctorCheck.inDatabase(gateway) { _ = await pass(check) }
        } else {
            print("-     role, shape, signing keys and clock: not looked at, without the database")
        }
        for check in try DoctorCheck.outside(source, at: gateway.clock.now) { _ = await pass(check) }
        await gateway.pools.shutdown()
        if failures > 0 { throw ExitCode(1) }
    }
}
