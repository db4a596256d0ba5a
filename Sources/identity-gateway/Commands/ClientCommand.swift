import ArgumentParser
import Encoding
import Secrets
import SignIn
import WorkspaceDatabases

struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Create, list and delete applications.",
        subcommands: [Create.self, List.self, Delete.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an application; prints its id and, this once, its secret."
        )

        @Option var name: String
        @Option(help: "What it is.") var kind: ApplicationKind
        @Option(name: .customLong("redirect-uri"), help: "Where codes are sent; may be given several times.")
        var redirectURIs: [String] = []

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            let (application, secret) = try await gateway.useCases.applications.create(
                name: name,
                kind: kind,
                redirectURIs: redirectURIs
            )
            var object: JSONObject = ["client_id": .string(application.clientID)]
            object["client_secret"] = secret.map { .string($0.expose()) }
            print(JSONValue.object(object).text)
            await gateway.pools.shutdown()
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the applications, one JSON object a line.")

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            for application in try await gateway.useCases.applications.list() {
                print(
                    JSONValue.object([
                        "client_id": .string(application.clientID), "name": .string(application.name),
                        "kind": .string(application.kind.rawValue),
                        "redirect_uris": .array(application.redirectURIs.map { .string($0) }),
                    ]).text
                )
            }
            await gateway.pools.shutdown()
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an application.",
            discussion: "A node that knows the application from a moment ago takes its secret for up to a minute more."
        )

        @Argument(help: "Its client id.") var clientID: String

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            guard try await gateway.useCases.applications.delete(clientID) else {
                throw CommandFailure("There is no application \(clientID) that can be deleted.")
            }
            await gateway.pools.shutdown()
        }
    }
}
