internal import Encoding

/// A `Signature` element as a value, every part of it checked against closed lists **before** anything is computed
/// (attacks 2.2 #14; 0, rule 5): what is not on the lists never reaches a library.
struct SignatureForm {
    static let namespace = "http://www.w3.org/2000/09/xmldsig#"

    /// What the value is over.
    let signedInfo: XMLElement
    /// The one `Reference` in it.
    let reference: XMLElement
    let canonicalization: Canonicalization
    let algorithm: SignatureAlgorithm
    let digest: DigestAlgorithm
    /// The signature, decoded.
    let value: [UInt8]

    /// - Parameter elementID: the ID of the `Signature`'s parent.
    /// - Throws: the first check that fails.
    init(
        reading signature: XMLElement,
        over elementID: String,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) {
        // XML Signature 1.1, section 4.2: SignedInfo, SignatureValue, KeyInfo?, Object*; Object is refused (attacks 1.1 #20).
        guard signature.hasNoAttribute(but: "Id") else { throw .foreignContent }
        var parts = try Self.children(of: signature)
        signedInfo = try Self.next(&parts, "SignedInfo")
        let signatureValue = try Self.next(&parts, "SignatureValue")
        if let keyInfo = parts.popFirst() { try Self.checkKeyInfo(keyInfo) }
        guard parts.isEmpty else { throw .foreignContent }

        // Section 4.4: CanonicalizationMethod, SignatureMethod, Reference+, of which we take one (attacks 1.1 #19).
        guard signedInfo.hasNoAttribute(but: "Id") else { throw .foreignContent }
        var items = try Self.children(of: signedInfo)
        let method = try Self.next(&items, "CanonicalizationMethod")
        let signatureMethod = try Self.next(&items, "SignatureMethod")
        guard items.count == 1, items.allSatisfy({ $0.isNamed("Reference", in: Self.namespace) }) else {
            throw .referenceCount
        }
        reference = try Self.next(&items, "Reference")

        canonicalization = try Canonicalization(reading: method, refusal: .canonicalizationNotAllowed)
        guard canonicalization.isAllowed(by: trust) else { throw .canonicalizationNotAllowed }
        guard let algorithm = SignatureAlgorithm(uri: try Self.algorithm(of: signatureMethod)),
            trust.algorithms.signatures.contains(algorithm)
        else { throw .algorithmNotAllowed }
        // HMACOutputLength and RSAPSSParams would stand here (attacks 1.4 #65).
        guard signatureMethod.isEmpty else { throw .foreignContent }
        self.algorithm = algorithm
        digest = try Self.digest(of: reference, over: elementID, trust: trust)
        value = try Self.signature(in: signatureValue)
    }

    private static func digest(
        of reference: XMLElement,
        over elementID: String,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) -> DigestAlgorithm {
        // Section 4.4.3: Transforms?, DigestMethod, DigestValue.
        guard reference.hasNoAttribute(but: "URI", "Id", "Type") else { throw .foreignContent }
        var parts = try children(of: reference)
        // SAML Core 2.0, section 5.4.2: the URI is a same-document reference to the ID of the root of what is signed.
        guard let uri = reference.attribute("URI"), uri.hasSameBytes(as: "#" + elementID) else {
            throw .referenceURI
        }
        guard parts.first?.isNamed("Transforms", in: namespace) == true,
            let transforms = parts.popFirst()
        else {
            throw .transformsNotAllowed
        }
        try checkTransforms(transforms, trust: trust)
        let method = try next(&parts, "DigestMethod")
        let value = try next(&parts, "DigestValue")
        guard parts.isEmpty, method.isEmpty else { throw .foreignContent }
        guard let digest = DigestAlgorithm(uri: try algorithm(of: method)),
            trust.algorithms.digests.contains(digest)
        else { throw .digestNotAllowed }
        guard value.hasNoAttribute() else { throw .foreignContent }
        // attacks 1.3 #51: what a canonicalization that failed unnoticed would leave.
        guard let bytes = base64(value), bytes.count == digest.length, let nothing = digest.ofNothing, bytes != nothing
        else {
            throw .digestValue
        }
        return digest
    }

    /// SAML Core 2.0, section 5.4.4: enveloped, then at most a canonicalization (attacks 1.4 #72, #73).
    private static func checkTransforms(
        _ transforms: XMLElement,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) {
        guard transforms.hasNoAttribute() else { throw .foreignContent }
        let list = Array(try children(of: transforms))
        guard let first = list.first, list.count <= 2,
            list.allSatisfy({ $0.isNamed("Transform", in: namespace) }),
            try algorithm(of: first).hasSameBytes(as: namespace + "enveloped-signature"),
            first.isEmpty
        else { throw .transformsNotAllowed }
        guard list.count == 2 else { return }
        guard
            try Canonicalization(reading: list[1], refusal: .transformsNotAllowed).isAllowed(by: trust)
        else {
            throw .transformsNotAllowed
        }
    }

    private static func signature(in element: XMLElement) throws(XMLSignatureRejection) -> [UInt8] {
        guard element.hasNoAttribute(but: "Id") else { throw .foreignContent }
        guard let bytes = base64(element), !bytes.isEmpty, bytes.count <= KeyBounds.mostRSABits / 8
        else {
            throw .signatureValue
        }
        return bytes
    }

    /// KeyInfo is never read for trust; it may hold what its own namespaces define, and nothing of ours that a careless reader
    /// could find there.
    private static func checkKeyInfo(_ element: XMLElement) throws(XMLSignatureRejection) {
        guard element.isNamed("KeyInfo", in: namespace) else { throw .foreignContent }
        try checkKeyInfoContent(of: element)
    }

    private static func checkKeyInfoContent(of element: XMLElement) throws(XMLSignatureRejection) {
        for child in element.childElements {
            guard let uri = child.namespace,
                keyInfoNamespaces.contains(where: { $0.hasSameBytes(as: uri) })
            else {
                throw .foreignKeyInfo
            }
            try checkKeyInfoContent(of: child)
        }
    }

    private static let keyInfoNamespaces = [namespace, "http://www.w3.org/2009/xmldsig11#"]

    // MARK: Reading an element of known form

    /// The children, when there is no text between them.
    private static func children(of element: XMLElement) throws(XMLSignatureRejection) -> ArraySlice<XMLElement> {
        guard element.holdsElementsAlone else { throw .foreignContent }
        return element.childElements[...]
    }

    private static func next(
        _ elements: inout ArraySlice<XMLElement>,
        _ name: String
    ) throws(XMLSignatureRejection) -> XMLElement {
        guard let element = elements.popFirst(), element.isNamed(name, in: namespace) else {
            throw .foreignContent
        }
        return element
    }

    private static func algorithm(of element: XMLElement) throws(XMLSignatureRejection) -> String {
        guard element.hasNoAttribute(but: "Algorithm"), let uri = element.attribute("Algorithm") else {
            throw .foreignContent
        }
        return uri
    }

    /// XML Signature 1.1, section 4.1: base64 with white space anywhere (attacks 1.9 #132).
    private static func base64(_ element: XMLElement) -> [UInt8]? {
        element.text().flatMap { try? Base64.decode($0, ignoringWhitespace: true) }
    }
}
