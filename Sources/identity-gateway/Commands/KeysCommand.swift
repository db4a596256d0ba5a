import ArgumentParser
import Encoding
import FoundationEssentials
import JOSE
import SignIn
import WorkspaceDatabases

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List, rotate and withdraw signing keys. Running nodes take the change up at once.",
        subcommands: [List.self, Rotate.self, Retire.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, one JSON object a line.")

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            for key in try await gateway.rotateKeys.list() {
                print(
                    JSONValue.object([
                        "kid": .string(key.id), "algorithm": .string(key.algorithm.rawValue),
                        "state": .string(key.state.rawValue), "created_at": .string(key.createdAt.formatted(.iso8601)),
                    ]).text
                )
            }
            await gateway.pools.shutdown()
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the next key sign, retire the active one, make a new next one."
        )

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            try await gateway.rotateKeys.rotate()
            await gateway.pools.shutdown()
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Withdraw a key that is not trusted any more: all tokens that it signed are refused within seconds."
        )

        @Argument(help: "The key's kid.") var kid: String

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            do {
                try await gateway.rotateKeys.withdraw(kid)
            } catch SigningKeyRejection.unknownKey {
                throw CommandFailure("There is no key \(kid); `identity-gateway keys list` shows them.")
            } catch SigningKeyRejection.alreadyWithdrawn {
                throw CommandFailure("The key \(kid) is withdrawn already.")
            }
            await gateway.pools.shutdown()
        }
    }
}
