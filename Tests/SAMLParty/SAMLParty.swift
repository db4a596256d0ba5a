import ArgumentParser

/// We, as an identity provider meets us: writes our metadata and messages by the engine, and reads theirs, for the journeys
/// with real identity providers (`Tests/JourneyTests/SAML`). Their responses are judged by `inspect saml`.
@main
struct SAMLParty: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saml-party",
        subcommands: [WriteMetadata.self, ReadMetadata.self, SignOn.self, SignOut.self, JudgeSignOut.self]
    )
}
