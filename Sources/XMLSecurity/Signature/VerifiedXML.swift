internal import CXMLSecurity
internal import Encoding

/// An element that a pinned key signed: the very bytes that were digested, parsed anew. **The only way to get an element to
/// believe**, since nobody outside this file can make one.
package struct VerifiedXML: Sendable {
    /// The signed element as the root of a document of its own.
    package let root: XMLElement
    /// The digested bytes; `root` was read from these.
    package let bytes: [UInt8]

    /// attacks 2.2 #16: not empty, read with the same strict options, and the element that was looked for.
    ///
    /// - Parameters:
    ///   - digested: what the library digested, its own bytes.
    ///   - element: the signed element in the received document.
    fileprivate init(digested: [UInt8], of element: LibraryNode, id: String)
        throws(XMLSignatureRejection)
    {
        guard !digested.isEmpty, let tree = try? XMLTree(reading: digested),
            element.isNamed(tree.root.name, in: tree.root.namespace ?? ""),
            tree.root.attribute("ID")?.hasSameBytes(as: id) ?? false
        else { throw .signedBytes }
        root = tree.root
        bytes = digested
    }
}

/// Where the element stands that must be signed.
package enum SignedElement: Sendable, Equatable {
    /// The document's root.
    case root
    /// The only direct child of the root with that name. Elements deeper down are never found (attacks 1.1 #33).
    case child(name: String, namespace: String)
}

/// Verifies the enveloped signature of one element and hands out what was signed.
///
/// The order is that of attacks 2: parse strictly, find the element ourselves, check the signature's form on the tree against
/// closed lists, register the one ID, compute, then read the digested bytes as a new document. Calls are synchronous, take as
/// long as the C libraries take, and may be made from many threads.
package struct XMLSignatureVerifier {
    /// Verifies.
    ///
    /// - Parameters:
    ///   - document: the received document.
    ///   - place: the element that must be signed.
    ///   - trust: pinned keys and allowed algorithms.
    /// - Returns: what was signed.
    /// - Throws: the first check that fails.
    package static func verify(
        _ document: [UInt8],
        signed place: SignedElement,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) -> VerifiedXML {
        guard !trust.keys.isEmpty, trust.keys.count <= KeyBounds.keysOfOneTrust else { throw .noKey }
        let parsed: ParsedDocument
        do {
            parsed = try ParsedDocument(reading: document, limits: .standard)
        } catch {
            throw .unreadable(error)
        }
        return try parsed.withRoot { root throws(XMLSignatureRejection) in
            let element = try SignaturePosition.element(place, under: root)
            guard let (attribute, id) = unsafe element.identifier else { throw .elementWithoutID }
            let signature = try SignaturePosition.signature(of: element)
            let form = try SignatureForm(reading: XMLElement(copying: signature), over: id, trust: trust)
            try unsafe register(attribute, id)
            let bytes = try SignatureComputation(signature: signature, form: form, id: id).verify(
                by: trust.keys
            )
            return try VerifiedXML(digested: bytes, of: element, id: id)
        }
    }

    /// Whether the element has a `Signature` among its direct children: which signatures have to be verified, not whether they
    /// hold.
    package static func hasSignature(_ tree: XMLTree, at place: SignedElement) -> Bool {
        let elements =
            switch place {
            case .root: [tree.root]
            case .child(let name, let namespace): tree.root.elements(name, in: namespace)
            }
        return elements.contains { !$0.elements("Signature", in: SignatureForm.namespace).isEmpty }
    }

    /// attacks 2.2 #9: this one attribute becomes the document's only known ID, or nothing is verified.
    private static func register(_ attribute: xmlAttrPtr, _ id: String) throws(XMLSignatureRejection) {
        let document = unsafe attribute.pointee.doc
        guard unsafe xmlAddID(nil, document, id, attribute) != nil,
            unsafe xmlGetID(document, id) == attribute
        else { throw .elementWithoutID }
    }
}
