import ArgumentParser
import Encoding
import FoundationEssentials
import GatewayHTTP
import SignIn
import WorkspaceDatabases
import Workspaces

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Manage the users of a workspace.",
        subcommands: [
            Create.self, Import.self, List.self, SetRole.self, Deactivate.self, Reactivate.self, SetUserPassword.self,
            Recover.self,
        ]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a user.")

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress
        @Option var name: String
        @Option(help: "What the user may do.") var role: Role
        @Option(help: "A file with the password; - reads standard input. Without, an invitation link is printed.")
        var passwordFile: String?

        func run() async throws {
            let password = try passwordFile.map(SecretInput.read)
            let url = password == nil ? try PublicURL.configured(in: .process()) : nil
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                if let password {
                    _ = try gateway.useCases.setPassword.check(password, email: email, name: name, workspace: workspace)
                }
                let user = try await gateway.useCases.users.create(
                    email: email,
                    name: name,
                    role: role,
                    in: workspace.id,
                    by: author
                )
                if let password {
                    try await gateway.useCases.setPassword(password, of: user, in: workspace, by: author)
                }
                var record = user.record
                if let url {
                    record["invitation"] = .string(
                        try await gateway.invitationLink(for: user, in: workspace, url: url)
                    )
                }
                print(JSONValue.object(record).text)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users, one JSON object a line.")

        @Argument(help: "The workspace's slug.") var slug: String

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, _ in
                var last: UserID?
                while true {
                    let page = try await gateway.useCases.users.list(after: last, in: workspace.id)
                    for user in page { print(user.line) }
                    guard let final = page.last, page.count == ManageUsers.pageSize else { return }
                    last = final.id
                }
            }
        }
    }

    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user another role.")

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress
        @Option(help: "What the user may do.") var role: Role

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let user = try await WorkspaceTarget.user(email, gateway, workspace)
                try await gateway.useCases.users.setRole(role, of: user.id, in: workspace.id, by: author)
            }
        }
    }

    struct Deactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End all that a user is signed in with; let nobody in."
        )

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let user = try await WorkspaceTarget.user(email, gateway, workspace)
                try await gateway.useCases.users.deactivate(user.id, in: workspace.id, by: author)
            }
        }
    }

    struct Reactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a deactivated user sign in again.")

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress

        func run() async throws {
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let user = try await WorkspaceTarget.user(email, gateway, workspace)
                try await gateway.useCases.users.reactivate(user.id, in: workspace.id, by: author)
            }
        }
    }

    struct SetUserPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract: "Set a user's password."
        )

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress
        @Option(help: "A file with the password; - reads standard input.") var passwordFile: String

        func run() async throws {
            let password = try SecretInput.read(passwordFile)
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let user = try await WorkspaceTarget.user(email, gateway, workspace)
                try await gateway.useCases.setPassword(password, of: user, in: workspace, by: author)
            }
        }
    }

    struct Recover: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let somebody back in as an owner who has lost all ways in.",
            discussion: """
                Makes the user active and an owner, sets the password, takes all second factors away and ends all that \
                is signed in. It leaves an audit entry with your account's name and the reason, which every owner of the \
                workspace can read.
                """
        )

        @Argument(help: "The workspace's slug.") var slug: String
        @Option var email: EmailAddress
        @Option(help: "A file with the new password; - reads standard input.") var passwordFile: String
        @Option(help: "Why, for the owners to read.") var reason: String

        func run() async throws {
            let password = try SecretInput.read(passwordFile)
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let user = try await WorkspaceTarget.user(email, gateway, workspace)
                do {
                    try await gateway.useCases.recoverOwner(
                        user,
                        password: password,
                        because: reason,
                        in: workspace,
                        by: author
                    )
                } catch is RecoverOwner.BadReason {
                    throw CommandFailure(
                        "The reason has to have 1 to \(RecoverOwner.maximumReasonCharacters) characters on one line."
                    )
                }
            }
        }
    }
}

extension WorkspaceTarget {
    fileprivate static func user(_ email: EmailAddress, _ gateway: Gateway, _ workspace: Workspace) async throws -> User
    {
        guard let user = try await gateway.useCases.users.find(email, in: workspace.id) else {
            throw CommandFailure("There is no user \(email) in \(workspace.slug).")
        }
        return user
    }
}

extension User {
    fileprivate var record: JSONObject {
        [
            "id": .string(id.description), "email": .string(email.description), "name": .string(name),
            "role": .string(role.rawValue), "active": .bool(isActive),
        ]
    }

    fileprivate var line: String { JSONValue.object(record).text }
}
