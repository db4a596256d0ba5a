import ArgumentParser
import Encoding
import SAML

/// Prints a signed request that somebody be signed in: an address to open, or a form to send.
struct SignOn: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sign-on")

    @OptionGroup var ourselves: Ourselves
    @OptionGroup var provider: TheirMetadata

    @Option(help: "redirect or post.")
    var way: Way

    @Option(help: "The format of NameID asked for.")
    var nameIdFormat: String?

    func run() throws {
        let endpoint = try usable(provider.read().signOnEndpoint(way.binding), "sign-on by \(way.rawValue)")
        var request = AuthnRequest(
            id: freshID(),
            issuedAt: now(),
            destination: endpoint.location,
            serviceProvider: try ourselves.serviceProvider()
        )
        request.nameIDFormat = nameIdFormat.map { NameIDFormat(uri: $0) }
        let relayState = try RelayState(Array("state-1".utf8))
        switch way {
        case .redirect:
            answer(
                id: request.id,
                address: try request.redirectAddress(relayState: relayState, signer: ourselves.signer())
            )
        case .post:
            answer(id: request.id, form: try request.postForm(relayState: relayState, signer: ourselves.signer()))
        }
    }
}

/// Prints a signed request that a session end.
struct SignOut: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sign-out")

    @OptionGroup var ourselves: Ourselves
    @OptionGroup var provider: TheirMetadata

    @Option(help: "redirect or post.")
    var way: Way

    @Option(help: "The file with the verdict of `inspect saml` on the sign-in: one JSON object.")
    var verdict: String

    func run() throws {
        let endpoint = try usable(provider.read().logoutEndpoint(way.binding), "sign-out by \(way.rawValue)")
        let facts = try usable(StrictJSON.parse(file(verdict)).object?["facts"]?.object, "facts")
        let name = try usable(facts["name_id"]?.string, "name_id")
        let request = LogoutRequest(
            id: freshID(),
            issuedAt: now(),
            destination: endpoint.location,
            issuer: try ourselves.serviceProvider().entityID,
            nameID: NameID(
                value: name,
                format: NameIDFormat(uri: facts["name_id_format"]?.string),
                nameQualifier: facts["name_qualifier"]?.string,
                serviceProviderQualifier: facts["sp_name_qualifier"]?.string
            ),
            sessionIndexes: [facts["session_index"]?.string].compactMap { $0 }
        )
        switch way {
        case .redirect:
            answer(id: request.id, address: try request.redirectAddress(relayState: nil, signer: ourselves.signer()))
        case .post:
            answer(id: request.id, form: try request.postForm(relayState: nil, signer: ourselves.signer()))
        }
    }
}

/// Prints what our engine finds in the identity provider's answer to a sign-out.
struct JudgeSignOut: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "judge-sign-out")

    @OptionGroup var ourselves: Ourselves
    @OptionGroup var provider: TheirMetadata

    @Option(help: "redirect or post.")
    var way: Way

    @Option(help: "The query or the form, octet for octet: a file.")
    var message: String

    @Option(help: "The ID of our request.")
    var requestId: String

    func run() throws {
        let octets = try file(message)
        let received =
            switch way {
            case .redirect: ReceivedLogout(try RedirectBinding.receive(query: octets))
            case .post:
                ReceivedLogout(
                    try PostBinding.receive(body: octets, contentType: "application/x-www-form-urlencoded")
                )
            }
        let circumstances = LogoutCircumstances(
            identityProvider: try provider.identityProvider(),
            entityID: try ourselves.serviceProvider().entityID,
            address: ourselves.slo,
            skew: .standard,
            now: now()
        )
        let id = try usable(MessageID(requestId), requestId)
        let verified = try LogoutValidator(circumstances).response(received, to: id)
        answer(["outcome": .string("\(verified.outcome)")])
    }
}
