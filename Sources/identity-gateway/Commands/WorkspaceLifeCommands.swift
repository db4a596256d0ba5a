import ArgumentParser
import Encoding
import FoundationEssentials
import JOSE
import PostgresStorage
import SignIn
import WorkspaceDatabases
import Workspaces

extension WorkspaceCommand {
    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let nobody in: every door answers 403, whoever is signed in is so no longer."
        )

        @Argument(help: "The workspace's slug.") var slug: String

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                try await gateway.life.suspend(workspace, by: author)
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a suspended workspace again; people sign in anew."
        )

        @Argument(help: "The workspace's slug.") var slug: String

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                try await gateway.life.resume(workspace, by: author)
            }
        }
    }

    struct Restored: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "After a restore of its database from a backup: revoke all that it ever handed out.",
            discussion: "What was used or ended since the backup would count again; people sign in anew."
        )

        @Argument(help: "The workspace's slug.") var slug: String

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                try await gateway.life.revokeRestored(workspace, by: author)
            }
        }
    }

    struct RenewLogins: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give workspaces' logins new passwords, sealed with the first app key.",
            discussion: """
                The way back after the app key was lost, and a step after it leaked. Needs the provisioning URL. Running nodes \
                take the new passwords up by themselves; a request that meets the change is answered 503. What was cut short \
                or failed is done by the same command again; what is being created meanwhile is left out and named.
                """
        )

        @Argument(help: "Slugs; without any, all workspaces.") var slugs: [String] = []

        func run() async throws {
            let source = try ConfigurationSource.process()
            let settings = try ProvisioningSettings(from: source)
            let gateway = try Gateway(DatabaseSettings(from: source))
            let fulfilment = FulfilProvisioning(
                settings,
                workers: gateway.databaseWorkers,
                clock: gateway.clock,
                logger: IdentityGateway.makeLogger()
            )
            let author = IdentityGateway.operatorAuthor(gateway.random)
            let subjects = try await subjects(gateway)
            let bar = ProgressBar(of: "workspaces", total: subjects.count)
            var (renewed, leftOut, faults) = (0, [String](), [String]())
            for (done, workspace) in zip(1..., subjects) {
                do {
                    if try await fulfilment.renewLogin(of: workspace.id, by: author, random: gateway.random) {
                        renewed += 1
                    } else {
                        leftOut.append(
                            "workspace \(workspace.slug): left out: closed by now, or still being made; then run this again once it stands"
                        )
                    }
                } catch {
                    faults.append("workspace \(workspace.slug): \(error)")
                }
                bar.show(done)
            }
            bar.end()
            await gateway.pools.shutdown()
            for line in leftOut + faults { print(line) }
            print("renewed: \(renewed)")
            guard faults.isEmpty else {
                throw CommandFailure("Not every login has a new password; the same command again does what is left.")
            }
        }

        private func subjects(_ gateway: Gateway) async throws -> [Workspace] {
            var subjects: [Workspace] = []
            for slug in slugs { subjects.append(try await gateway.workspace(slug)) }
            if slugs.isEmpty { try await gateway.forEachWorkspace { subjects.append($0) } }
            return subjects.filter { $0.state != .closed }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a workspace for good: its database and roles are dropped, a signed receipt stays.",
            discussion: """
                Does the work itself where it is given the provisioning URL, else asks the worker and waits. Where it was cut \
                short, the same command again goes on. Prints the receipt.
                """
        )

        @Argument(help: "The workspace's slug.") var slug: String
        @Option(help: "The slug once more.") var confirm: String

        func run() async throws {
            let source = try ConfigurationSource.process()
            let gateway = try Gateway(DatabaseSettings(from: source))
            let workspace = try await gateway.workspace(slug)
            // Closed already, by this command perhaps before it was cut short: the receipt is what is left to show.
            if workspace.state != .closed || workspace.slug.description != confirm {
                let author = IdentityGateway.operatorAuthor(gateway.random)
                let request = try await gateway.life.close(workspace, confirmation: confirm, by: author)
                try await ProvisioningWait.settle(request, gateway, source)
            }
            let stored = try await gateway.storage.control.transaction {
                try await ClosingsRepository().receipt(of: workspace.id, in: $0)
            }
            guard let stored else { throw CommandFailure("The workspace was closed, and there is no receipt.") }
            print(try stored.line(of: workspace))
            await gateway.pools.shutdown()
        }
    }
}

extension StoredClosingReceipt {
    /// What it says, once its signature holds, with what somebody else needs to verify it.
    func line(of workspace: Workspace) throws -> String {
        let said = try ClosingReceipt(verifying: receipt, by: publicKey.key)
        guard said.workspace == workspace.id else {
            throw CommandFailure("The receipt is that of another workspace, \(said.workspace).")
        }
        var object: JSONObject = [
            "workspace": .string(said.workspace.description), "slug": .string(said.slug), "name": .string(said.name),
            "requested_by": .string(said.requestedBy), "requested_at": .string(said.requestedAt.formatted(.iso8601)),
            "closed_at": .string(said.closedAt.formatted(.iso8601)),
        ]
        object["last_audit_sequence"] = said.lastAuditSequence.map { .number(JSONNumber($0)) }
        object["receipt"] = .string(receipt)
        object["public_key"] = try StrictJSON.parse(publicKey.jsonBytes())
        return JSONValue.object(object).text
    }
}
