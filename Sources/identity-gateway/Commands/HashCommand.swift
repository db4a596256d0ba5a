import ArgumentParser
import Credentials
import FoundationEssentials
import Secrets

struct HashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Measure what password hashes cost on this machine.",
        subcommands: [Calibrate.self]
    )

    struct Calibrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find the strongest password hash that a sign-in here can afford.",
            discussion: """
                Computes Argon2id hashes of growing cost, each alone on one core, and prints the setting for the strongest \
                within the time that is given. Run it where `serve` will run, with nothing else going on. It needs no \
                database.
                """
        )

        /// Two passes over ever more memory: what hurts attackers' hardware most, by the OWASP Password Storage Cheat Sheet.
        private static let candidates = [19_456, 32_768, 47_104, 65_536, 98_304, 131_072, 196_608, 262_144].map {
            Argon2Parameters(memoryKiB: $0, passes: 2, lanes: 1)
        }
        private static let tries = 5
        private static let allowed = 10...5_000

        @Option(help: "The longest that one hash may take, in milliseconds.") var milliseconds = 100

        func validate() throws {
            guard Self.allowed.contains(milliseconds) else {
                throw ValidationError(
                    "--milliseconds must be \(Self.allowed.lowerBound) to \(Self.allowed.upperBound)."
                )
            }
        }

        func run() throws {
            let processors = ProcessInfo.processInfo.activeProcessorCount
            var affordable: Argon2Parameters?
            for parameters in Self.candidates {
                let took = try Self.median(of: parameters)
                let rate = Int((Double(processors) / took.seconds).rounded(.down))
                print(
                    "\(parameters): \(Int(took.seconds * 1_000)) ms and \(parameters.memoryKiB / 1_024) MiB a sign-in,"
                        + " at most \(rate) sign-ins a second on \(processors) cores"
                )
                guard took <= .milliseconds(milliseconds) else { break }
                affordable = parameters
            }
            guard let affordable else {
                throw CommandFailure(
                    "Even the weakest takes longer than \(milliseconds) ms here: give it more (--milliseconds)."
                )
            }
            print("\(ConfigurationKey.passwordHashing.rawValue)=\(affordable)")
        }

        private static func median(of parameters: Argon2Parameters) throws -> Duration {
            let password = try NormalizedPassword(Secret("a password that nobody has"))
            let salt = [UInt8](repeating: 0, count: PasswordHash.saltBytes)
            let times = try (0..<tries).map { _ in
                try ContinuousClock().measure {
                    _ = try PasswordHash.make(password, salt: salt, parameters: parameters)
                }
            }
            return times.sorted()[tries / 2]
        }
    }
}
