package import SAML

/// Makes logout messages of the identity provider, valid until a test breaks one thing before signing.
package struct LogoutForge: Sendable {
    package var document: String
    package var key: ForgeKey
    private let kind: MessageKind

    /// A valid logout request for the person of ``AssertionTemplate``.
    package static func request() throws -> LogoutForge {
        try LogoutForge(
            kind: .request,
            document: """
                <samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
                xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_logout-1" Version="2.0" \
                IssueInstant="2026-01-15T11:59:58Z" NotOnOrAfter="2026-01-15T12:05:00Z" Destination="\(ForgeScene.slo)">\
                <saml:Issuer>\(ForgeScene.provider)</saml:Issuer>\
                <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ada</saml:NameID>\
                <samlp:SessionIndex>session-1</samlp:SessionIndex></samlp:LogoutRequest>
                """
        )
    }

    /// A valid answer to our logout request ``ForgeScene/request``.
    package static func response() throws -> LogoutForge {
        try LogoutForge(
            kind: .response,
            document: """
                <samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
                xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_logout-2" Version="2.0" \
                IssueInstant="2026-01-15T11:59:58Z" Destination="\(ForgeScene.slo)" InResponseTo="\(ForgeScene.request)">\
                <saml:Issuer>\(ForgeScene.provider)</saml:Issuer><samlp:Status>\
                <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
                </samlp:LogoutResponse>
                """
        )
    }

    private init(kind: MessageKind, document: String) throws {
        self.kind = kind
        self.document = document
        key = try ForgeKeyRing.shared.get().provider
    }

    /// Changes the message before it is signed.
    ///
    /// - Throws: ``ForgeFault`` where the text is not there.
    package mutating func replace(_ old: String, by new: String) throws {
        document = try ResponseForge.replacing(old, by: new, in: document)
    }

    /// Signs the message inside, whichever way it goes then.
    package mutating func signInside() throws {
        document = try key.signing(document, id: kind == .request ? "_logout-1" : "_logout-2")
    }

    /// The message as it arrives by POST, signed inside.
    package func byPost(signed: Bool = true) throws -> ReceivedLogout {
        var message = self
        if signed { try message.signInside() }
        let form = PostForm(kind, document: Array(message.document.utf8), to: ForgeScene.slo, relayState: nil)
        let fields = form.fields.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return ReceivedLogout(
            try PostBinding.receive(body: Array(fields.utf8), contentType: "application/x-www-form-urlencoded")
        )
    }

    /// The query as it arrives by Redirect, signed beside the message.
    package func query(relayState: String? = nil, signed: Bool = true) throws -> String {
        let address = try RedirectBinding.address(
            kind,
            document: Array(document.utf8),
            to: ForgeScene.slo,
            relayState: relayState.map { try RelayState(Array($0.utf8)) },
            signer: signed ? ForgeScene.signer(key) : nil
        )
        return String(address.dropFirst(ForgeScene.slo.count + 1))
    }

    /// The message as it arrives by Redirect.
    package func byRedirect(signed: Bool = true) throws -> ReceivedLogout {
        ReceivedLogout(try RedirectBinding.receive(query: Array(query(signed: signed).utf8)))
    }

    /// Base64 in a form body.
    private static func escaped(_ value: String) -> String {
        value.map { character in
            switch character {
            case "+": "%2B"
            case "/": "%2F"
            case "=": "%3D"
            default: String(character)
            }
        }.joined()
    }
}
