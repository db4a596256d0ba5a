import Testing
import XMLSecurity

/// Valid messages to break one thing of.
enum SignedScene {
    static let assertions = "urn:oasis:names:tc:SAML:2.0:assertion"
    static let protocols = "urn:oasis:names:tc:SAML:2.0:protocol"
    static let assertionPlace = SignedElement.child(name: "Assertion", namespace: assertions)

    /// An assertion, unsigned.
    static let plainAssertion = """
        <saml:Assertion xmlns:saml="\(assertions)" ID="_a1" Version="2.0"><saml:Issuer>https://idp.example.com</saml:Issuer>\
        <saml:Subject><saml:NameID>ada@example.com</saml:NameID></saml:Subject>\
        <saml:AttributeStatement><saml:Attribute Name="role"><saml:AttributeValue>reader</saml:AttributeValue>\
        </saml:Attribute></saml:AttributeStatement></saml:Assertion>
        """

    /// A response around some content.
    static func response(around content: String, id: String = "_r1") -> String {
        """
        <samlp:Response xmlns:samlp="\(protocols)" ID="\(id)" Version="2.0">\
        <saml:Issuer xmlns:saml="\(assertions)">https://idp.example.com</saml:Issuer>\(content)</samlp:Response>
        """
    }

    static func sign(
        _ text: String,
        id: String,
        by key: TestKey? = nil,
        _ algorithm: SignatureAlgorithm = .rsaSHA256
    ) throws -> String {
        let signed = try XMLSigner.sign(
            Array(text.utf8),
            elementID: id,
            key: (key ?? TestKey.provider.get()).signing,
            algorithm: algorithm,
            place: .issuer
        )
        return String(decoding: signed, as: UTF8.self)
    }

    /// A response with a signed assertion: the usual message.
    static let signedAssertion = Result { try response(around: sign(plainAssertion, id: "_a1")) }
    /// A signed response around an unsigned assertion.
    static let signedResponse = Result { try sign(response(around: plainAssertion), id: "_r1") }

    static func trust(_ algorithms: SignatureAlgorithms = .sha2) throws -> SignatureTrust {
        try SignatureTrust(keys: [TestKey.provider.get().verification], algorithms: algorithms)
    }

    static func verify(
        _ text: String,
        at place: SignedElement = assertionPlace,
        trust: SignatureTrust? = nil
    ) throws -> VerifiedXML {
        try XMLSignatureVerifier.verify(Array(text.utf8), signed: place, trust: trust ?? self.trust())
    }

    /// Why a message is refused; nil where it is accepted.
    static func rejection(
        _ text: String,
        at place: SignedElement = assertionPlace,
        trust: SignatureTrust? = nil
    ) throws -> XMLSignatureRejection? {
        do {
            _ = try verify(text, at: place, trust: trust)
            return nil
        } catch let rejection as XMLSignatureRejection {
            return rejection
        }
    }

    /// The text between two marks, marks included; empty where a mark is missing.
    static func part(of text: String, from start: String, to end: String) -> String {
        guard let first = text.firstRange(of: start), let last = text[first.upperBound...].firstRange(of: end) else {
            return ""
        }
        return String(text[first.lowerBound..<last.upperBound])
    }
}

/// One thing changed in a message, with what must come of it.
struct Broken<Outcome: Sendable>: Sendable, CustomTestStringConvertible {
    let name: String
    let outcome: Outcome
    let change: @Sendable (String) -> String

    init(_ name: String, _ outcome: Outcome, _ change: @escaping @Sendable (String) -> String) {
        self.name = name
        self.outcome = outcome
        self.change = change
    }

    var testDescription: String { name }
}
