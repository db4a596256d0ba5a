internal import Encoding
internal import XMLSecurity

/// From parsed to believed: verifies every signature that is there, demands those that the policy demands, decrypts, and hands
/// out the elements that may be read. Elements come from the verified bytes only, parsed anew (attacks 0, rules 1 and 2).
struct SignatureGate {
    static let unsigned = SAMLCode(
        "SAML-SIG-01",
        reason: "Neither the response nor the assertion is signed.",
        cure:
            "Switch signing on for this application at the identity provider. Encryption does not replace a signature."
    )
    static let responseUnsigned = SAMLCode(
        "SAML-SIG-02",
        reason: "This connection demands a signed response, but the response is not signed.",
        cure: "Let the identity provider sign the response (message), or relax what the connection demands."
    )
    static let assertionUnsigned = SAMLCode(
        "SAML-SIG-03",
        reason: "This connection demands a signed assertion, but the assertion is not signed.",
        cure: "Let the identity provider sign the assertion, or relax what the connection demands."
    )
    static let differentAssertions = SAMLCode(
        "SAML-SIG-04",
        reason: "The signed response holds another assertion than the signed one.",
        cure: "No identity provider sends this; treat the message as an attack."
    )
    static let codes = [
        unsigned, responseUnsigned, assertionUnsigned, differentAssertions,
    ]

    let circumstances: Circumstances

    /// What may be believed of a response.
    struct Admitted {
        let envelope: ResponseEnvelope
        let assertion: XMLElement
        let signed: [SignedPart]

        fileprivate init(envelope: ResponseEnvelope, assertion: XMLElement, signed: [SignedPart]) {
            self.envelope = envelope
            self.assertion = assertion
            self.signed = signed
        }
    }

    func admit(_ response: ParsedResponse) throws(SAMLRejection) -> Admitted {
        let isResponseSigned = response.document.hasSignature(at: .root)
        if !isResponseSigned, demandsResponse {
            throw SAMLRejection(Self.responseUnsigned)
        }
        var envelope = response.envelope
        var signedResponse: VerifiedXML?
        if isResponseSigned {
            let verified = try verify(response.document, .root)
            try MessageForm.expect(verified.root, "Response", in: SAMLNamespace.protocols)
            envelope = try ResponseEnvelope(reading: verified.root, isSigned: true)
            signedResponse = verified
        }
        let (assertion, isAssertionSigned) =
            switch response.content {
            case .plain: try plainAssertion(of: response, inside: signedResponse)
            case .encrypted: try encryptedAssertion(of: response, inside: signedResponse)
            }
        var signed: [SignedPart] = []
        if signedResponse != nil { signed.append(.response) }
        if isAssertionSigned { signed.append(.assertion) }
        return Admitted(envelope: envelope, assertion: assertion, signed: signed)
    }

    // MARK: The two clothes of an assertion

    private func plainAssertion(
        of response: ParsedResponse,
        inside signedResponse: VerifiedXML?
    ) throws(SAMLRejection) -> (XMLElement, isSigned: Bool) {
        let place = SignedElement.child(name: "Assertion", namespace: SAMLNamespace.assertion)
        guard response.document.hasSignature(at: place) else {
            try refuseUnsignedAssertion(isResponseSigned: signedResponse != nil)
            guard let signedResponse else { throw SAMLRejection(Self.unsigned) }
            return (try Self.assertion(in: signedResponse), false)
        }
        // Both signatures must hold; one good one does not excuse a bad one (attacks 1.1 #28).
        let verified = try verify(response.document, place)
        try MessageForm.expect(verified.root, "Assertion", in: SAMLNamespace.assertion)
        if let signedResponse {
            // attacks 2.2, 18: claims come from the assertion's own bytes, which must be the ones inside the response's.
            let inner = try MessageForm.identifier(of: Self.assertion(in: signedResponse))
            guard try MessageForm.identifier(of: verified.root) == inner else {
                throw SAMLRejection(Self.differentAssertions)
            }
        }
        return (verified.root, true)
    }

    /// What comes out of the decryption is a new document, read from the start; unless it bears its own signature, the
    /// response's signature over the ciphertext speaks for it (attacks 1.1 #31, #32; 1.5 #80).
    private func encryptedAssertion(
        of response: ParsedResponse,
        inside signedResponse: VerifiedXML?
    ) throws(SAMLRejection) -> (XMLElement, isSigned: Bool) {
        let place = SignedElement.child(name: "EncryptedAssertion", namespace: SAMLNamespace.assertion)
        let container =
            if let signedResponse {
                try MessageForm.required("EncryptedAssertion", in: SAMLNamespace.assertion, of: signedResponse.root)
            } else {
                response.document.element(at: place)
            }
        guard let container else { throw SAMLRejection(Self.differentAssertions) }
        let document = try EncryptedParts(decryptionKeys: circumstances.serviceProvider.decryptionKeys).open(
            container,
            // attacks 1.5 #77: CBC only under a signature over the ciphertext, else it is a padding oracle.
            policy: signedResponse == nil ? .gcmOnly : .gcmAndCBCUnderVerifiedSignature
        )
        let assertion = try EncryptedParts.root(of: document, named: "Assertion")
        guard document.hasSignature(at: .root) else {
            try refuseUnsignedAssertion(isResponseSigned: signedResponse != nil)
            return (assertion, false)
        }
        let verified = try verify(document, .root)
        try MessageForm.expect(verified.root, "Assertion", in: SAMLNamespace.assertion)
        return (verified.root, true)
    }

    // MARK: Pieces

    private var demandsResponse: Bool {
        circumstances.policy.signature == .signedResponse || circumstances.policy.signature == .both
    }

    private func refuseUnsignedAssertion(isResponseSigned: Bool) throws(SAMLRejection) {
        // attacks 1.1 #29, #30: no signature at all is told apart from the wrong one of two.
        guard isResponseSigned else { throw SAMLRejection(Self.unsigned) }
        switch circumstances.policy.signature {
        case .signedAssertion, .both: throw SAMLRejection(Self.assertionUnsigned)
        case .signedResponse, .either: return
        }
    }

    private func verify(_ document: ReceivedXML, _ place: SignedElement) throws(SAMLRejection) -> VerifiedXML {
        do {
            return try XMLSignatureVerifier.verify(
                document,
                signed: place,
                trust: circumstances.identityProvider.trust
            )
        } catch {
            throw SignatureRefusal.rejection(for: error)
        }
    }

    /// The one assertion inside signed bytes, counted again there.
    private static func assertion(in response: VerifiedXML) throws(SAMLRejection) -> XMLElement {
        guard try ParsedResponse.content(of: response.root) == .plain else {
            throw SAMLRejection(differentAssertions)
        }
        return try MessageForm.required("Assertion", in: SAMLNamespace.assertion, of: response.root)
    }
}
