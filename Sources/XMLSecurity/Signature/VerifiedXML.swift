internal import CXMLSecurity
internal import Encoding

/// An element that a pinned key signed: the very bytes that were digested, parsed anew. **The only way to get an element to
/// believe**, since nobody outside this file can make one.
package struct VerifiedXML: Sendable {
    /// The signed element as the root of a document of its own.
    package let root: XMLElement

    /// attacks 2.2 #16: not empty, read with the same strict options, and the element that was looked for.
    ///
    /// - Parameters:
    ///   - digested: what the library digested, its own bytes.
    ///   - element: the signed element in the received document.
    fileprivate init(digested: [UInt8], of element: XMLElement, id: String)
        throws(XMLSignatureRejection)
    {
        let parser = StrictParser(comments: .refused, limits: .standard)
        guard !digested.isEmpty, let root = try? parser.root(of: digested),
            root.isNamed(element.name, in: element.namespace ?? ""),
            root.attribute("ID")?.hasSameBytes(as: id) ?? false
        else { throw .signedBytes }
        self.root = root
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
        _ document: ReceivedXML,
        signed place: SignedElement,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) -> VerifiedXML {
        guard !trust.keys.isEmpty, trust.keys.count <= KeyBounds.keysOfOneTrust else { throw .noKey }
        let element = try SignaturePosition.element(place, under: document.root)
        guard let id = element.attribute("ID") else { throw .elementWithoutID }
        let signature = try SignaturePosition.signature(of: element)
        try SignaturePosition.refuseStrays(beside: element, under: document.root)
        let form = try SignatureForm(reading: signature, over: id, trust: trust)
        let bytes = try document.withNodes { node throws(XMLSignatureRejection) in
            // attacks 2.2 #9: this one attribute becomes the document's only known ID, or nothing is verified.
            guard let attribute = unsafe node(element).registerID(id) else { throw .elementWithoutID }
            // Each signature is computed with its own element's ID known and no other.
            defer { unsafe xmlRemoveID(attribute.pointee.doc, attribute) }
            return try SignatureComputation(
                form: form,
                signedInfo: node(form.signedInfo),
                reference: node(form.reference),
                id: id
            ).verify(by: trust.keys)
        }
        return try VerifiedXML(digested: bytes, of: element, id: id)
    }

    /// Reads a document and verifies: for callers that want nothing else of it.
    ///
    /// - Throws: ``XMLSignatureRejection/unreadable(_:)``, or what the other form throws.
    package static func verify(
        _ bytes: [UInt8],
        comments: ReceivedXML.Comments = .refused,
        signed place: SignedElement,
        trust: SignatureTrust
    ) throws(XMLSignatureRejection) -> VerifiedXML {
        let document: ReceivedXML
        do {
            document = try ReceivedXML(reading: bytes, comments: comments)
        } catch {
            throw .unreadable(error)
        }
        return try verify(document, signed: place, trust: trust)
    }
}
