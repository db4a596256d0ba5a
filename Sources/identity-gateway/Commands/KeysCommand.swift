import ArgumentParser
import Encoding
import FoundationEssentials
import JOSE
import PostgresStorage
import SignIn
import WorkspaceDatabases
import Workspaces

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract:
            "List, rotate and withdraw signing keys, and seal secrets anew. Running nodes take the change up at once.",
        subcommands: [List.self, Rotate.self, Retire.self, Reseal.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, one JSON object a line.")

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            for key in try await gateway.useCases.rotateKeys.list() {
                print(
                    JSONValue.object([
                        "kid": .string(key.id), "algorithm": .string(key.algorithm.rawValue),
                        "state": .string(key.state.rawValue), "created_at": .string(key.createdAt.formatted(.iso8601)),
                        "retired_at": key.retiredAt.map { .string($0.formatted(.iso8601)) } ?? .null,
                    ]).text
                )
            }
            await gateway.pools.shutdown()
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the next key sign, retire the active one, make a new next one.",
            discussion: """
                Serving nodes do this by themselves every 30 days, one of them for all. Tokens that the retired key signed \
                stay good.
                """
        )

        @Flag(help: "Also where the next key was published a moment ago: APIs may refuse tokens for some minutes.")
        var immediately = false

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            do {
                try await gateway.useCases.rotateKeys.rotate(evenIfUnknown: immediately)
            } catch SigningKeyRejection.tooEarly(let moment) {
                throw CommandFailure(
                    """
                    APIs may not know the next key yet, and would refuse what it signs. Rotate from \
                    \(moment.formatted(.iso8601)) on, or with --immediately. A key that leaked is withdrawn: \
                    `identity-gateway keys retire`.
                    """
                )
            }
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
                try await gateway.useCases.rotateKeys.withdraw(kid)
            } catch SigningKeyRejection.unknownKey {
                throw CommandFailure("There is no key \(kid); `identity-gateway keys list` shows them.")
            } catch SigningKeyRejection.alreadyWithdrawn {
                throw CommandFailure("The key \(kid) is withdrawn already.")
            }
            await gateway.pools.shutdown()
        }
    }

    struct Reseal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal all secrets with the first app key, so that the older ones can be thrown away.",
            discussion: """
                The order of a new app key, with rolling restarts and without a stop: first GATEWAY_APP_KEY=old,new on \
                every node; then new,old; then this command; then new alone. It may be stopped and called again at any \
                time. `identity-gateway doctor` tells whether anything is still sealed with an older key.
                """
        )

        func run() async throws {
            let gateway = try Gateway(DatabaseSettings(from: .process()))
            let (count, unreached) = try await gateway.overSealedSecrets(writing: true)
            await gateway.pools.shutdown()
            print("sealed anew: \(count.old)\nwith the first key already: \(count.current)")
            for secret in count.lost { print("no app key opens \(secret)") }
            for slug in unreached { print("workspace \(slug) could not be reached") }
            guard count.lost.isEmpty, unreached.isEmpty else {
                throw CommandFailure("Not everything is sealed with the first key; keep the older ones in the list.")
            }
        }
    }
}
