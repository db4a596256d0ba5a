import ArgumentParser
import Encoding
import PostgresStorage
import WorkspaceDatabases
import Workspaces

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Look after the audit of workspaces.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check that no audit entry is missing or damaged; one JSON object a workspace.",
            discussion: """
                Entries are numbered without gaps; each is read and must be whole. They are not sealed yet: words that \
                somebody changed who owns the database are not found. Exits with 1 where anything is wrong, or a workspace \
                could not be checked.
                """
        )

        @Argument(help: "The workspace's slug. Without it, all workspaces are checked.") var slug: String?

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            let verify = VerifyAudit(databases: gateway.databases, audit: AuditRepository())
            var areWhole = true
            func check(_ workspace: Workspace) async throws {
                var said: JSONObject = ["workspace": .string(workspace.slug.description)]
                do {
                    let (entries, faults) = try await verify(in: workspace.id)
                    areWhole = areWhole && faults.isEmpty
                    said["entries"] = .number(JSONNumber(entries))
                    said["faults"] = .array(faults.map { .string($0.description) })
                } catch let fault as WorkspaceUnavailable {
                    // The others are checked all the same.
                    areWhole = false
                    said["not_checked"] = .string(fault.description)
                }
                print(JSONValue.object(said).text)
            }
            if let slug {
                try await check(try await gateway.workspace(slug))
            } else {
                try await gateway.forEachWorkspace { workspace in
                    if workspace.state.hasDatabase { try await check(workspace) }
                }
            }
            await gateway.pools.shutdown()
            if !areWhole { throw ExitCode(1) }
        }
    }
}
