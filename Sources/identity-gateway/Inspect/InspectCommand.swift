import ArgumentParser

/// Engines over recorded input, touching no database and no network.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Judge recorded input by the same engines that serve; prints one JSON object.",
        subcommands: [
            InspectToken.self, InspectSAML.self, InspectSCIMFilter.self, InspectSCIMPatch.self, InspectWebAuthn.self,
        ]
    )
}
