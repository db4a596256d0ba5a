import ArgumentParser
import BoundedWorkers
import Credentials
import Encoding
import FoundationEssentials
import GatewayHTTP
import Postgres
import PostgresStorage
import SignIn
import WorkspaceDatabases
import Workspaces

struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Create, list, show, suspend, resume and close workspaces.",
        subcommands: [
            Create.self, List.self, Show.self, Suspend.self, Resume.self, Restored.self, RenewLogins.self, Close.self,
        ]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a workspace with its owner.",
            discussion: """
                Does the work itself where it is given the provisioning URL, else asks the worker and waits. Where it was cut \
                short, the same command again goes on.
                """
        )

        private static let nameCharacters = 1...100

        @Argument(help: "2 to 40 lower-case letters, digits and hyphens; never used again.") var slug: String
        @Option(help: "What people see.") var name: String
        @Option(help: "The owner's mail address.") var ownerEmail: String
        @Option(help: "The owner's name.") var ownerName: String
        @Option(
            help: "A file with the owner's password; - reads standard input. Without, an invitation link is printed."
        )
        var ownerPasswordFile: String?
        @Option(help: "Where the workspace lives: a region of GATEWAY_DATABASE_CLUSTERS.")
        var region = DatabaseCluster.defaultRegion

        func run() async throws {
            let source = try ConfigurationSource.process()
            let settings = try DatabaseSettings(from: source)
            guard let slug = WorkspaceSlug(slug) else {
                throw ValidationError(
                    "\(slug) is no slug: 2 to 40 lower-case letters, digits and hyphens; not reserved."
                )
            }
            guard Self.nameCharacters.contains(name.count) else {
                throw ValidationError("The name has to have 1 to 100 characters.")
            }
            guard let email = EmailAddress(ownerEmail) else {
                throw ValidationError("\(ownerEmail) is not a mail address that we take (printable ASCII, one @).")
            }
            let password = try ownerPasswordFile.map(SecretInput.read)
            let url = password == nil ? try PublicURL.configured(in: source) : nil
            let gateway = try Gateway(settings)
            let (request, workspace) = try await RequestWorkspace(
                pools: gateway.pools,
                locations: gateway.locations,
                clusters: gateway.clusters,
                namePrefix: ProvisioningSettings.namePrefix,
                clock: gateway.clock,
                random: gateway.random
            )(slug: slug, name: name, region: region) { planned in
                if let password {
                    _ = try gateway.useCases.setPassword.check(
                        password,
                        email: email,
                        name: ownerName,
                        workspace: planned
                    )
                }
            }
            if let request { try await ProvisioningWait.settle(request, gateway, source) }
            let author = IdentityGateway.operatorAuthor(gateway.random)
            let owner = try await owner(email, of: workspace, gateway, author)
            var said: JSONObject = [
                "workspace": .string(workspace.id.description), "slug": .string(slug.description),
                "owner": .string(owner.id.description),
            ]
            if let password { try await gateway.useCases.setPassword(password, of: owner, in: workspace, by: author) }
            if let url {
                said["invitation"] = .string(try await gateway.invitationLink(for: owner, in: workspace, url: url))
            }
            print(JSONValue.object(said).text)
            await gateway.pools.shutdown()
        }

        /// Creates the owner, or finds the one whom this command had created when it was cut short: alone, and without a
        /// password. In a workspace that anybody else is in there is nothing left to create.
        private func owner(
            _ email: EmailAddress,
            of workspace: Workspace,
            _ gateway: Gateway,
            _ author: ChangeAuthor
        ) async throws -> User {
            let users = try await gateway.useCases.users.list(after: nil, in: workspace.id)
            guard let first = users.first else {
                return try await gateway.useCases.users.create(
                    email: email,
                    name: ownerName,
                    role: .owner,
                    in: workspace.id,
                    by: author
                )
            }
            let hasPassword = try await gateway.databases.transaction(on: workspace.id) {
                try await PasswordsRepository().find(of: first.id, in: $0) != nil
            }
            guard users.count == 1, first.role == .owner, first.email == email, !hasPassword else {
                throw CommandFailure("The slug \(workspace.slug) is taken: choose another.")
            }
            return first
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all workspaces, one JSON object a line.")

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            try await gateway.forEachWorkspace { print($0.line) }
            await gateway.pools.shutdown()
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one workspace as a JSON object; of a closed one, its receipt as well."
        )

        @Argument var slug: String

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            let workspace = try await gateway.workspace(slug)
            print(workspace.line)
            let stored = try await gateway.storage.control.transaction {
                try await ClosingsRepository().receipt(of: workspace.id, in: $0)
            }
            if let stored { print(try stored.line(of: workspace)) }
            await gateway.pools.shutdown()
        }
    }
}

extension Workspace {
    fileprivate var line: String {
        JSONValue.object([
            "id": .string(id.description), "slug": .string(slug.description), "name": .string(name),
            "region": .string(region), "state": .string(state.rawValue),
            "created_at": .string(createdAt.formatted(.iso8601)),
        ]).text
    }
}

extension Gateway {
    /// Workspaces that are read at a time.
    private static let workspacesPerPage = 500

    /// Calls `body` with every workspace, by slug.
    func forEachWorkspace(_ body: (Workspace) async throws -> Void) async throws {
        var last: WorkspaceSlug?
        while true {
            let after = last
            let page = try await storage.control.transaction {
                try await WorkspacesRepository().list(after: after, limit: Self.workspacesPerPage, in: $0)
            }
            for workspace in page { try await body(workspace) }
            guard page.count == Self.workspacesPerPage else { return }
            last = page.last?.slug
        }
    }

    /// The workspace of that slug. Throws ``CommandFailure`` where there is none.
    func workspace(_ slug: String) async throws -> Workspace {
        guard let slug = WorkspaceSlug(slug), let workspace = try await useCases.directory.find(slug) else {
            throw CommandFailure("There is no workspace \(slug).")
        }
        return workspace
    }
}
