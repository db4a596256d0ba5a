internal import CXMLSecurity
internal import Encoding

/// Where our signature goes in our own document.
package enum SignaturePlace: Sendable, Equatable {
    /// Right behind the first child, which is the issuer (SAML Core 2.0, sections 2.3.3 and 3.2).
    case issuer
    /// Before every other child (SAML Metadata 2.0, section 2.3.2).
    case firstChild
}

/// Why we did not sign. All of these are mistakes of ours, none a stranger's.
package enum XMLSigningError: Error, Equatable, Sendable {
    /// The document is not one that we would read ourselves.
    case unreadable(XMLReadingError)
    /// The root does not bear that ID.
    case elementMissing
    /// The root has no child to put the signature behind.
    case placeMissing
    /// SHA-1 and RSASSA-PSS are not signed with.
    case algorithmNotOffered
    /// The key is not of the kind that the method needs.
    case keyKind
    /// xmlsec1 or OpenSSL failed.
    case libraryFailed
}

/// Signs our own documents: enveloped, exclusive canonicalization, the digest method of the signature method, no KeyInfo, since
/// whoever believes us has our certificate from our metadata.
package enum XMLSigner {
    /// Signs the root element.
    ///
    /// - Parameters:
    ///   - document: our document, as we would read it.
    ///   - elementID: the `ID` of its root.
    /// - Returns: the document with the signature inside, UTF-8, without XML declaration.
    /// - Throws: why we did not sign.
    package static func sign(
        _ document: [UInt8],
        elementID: String,
        key: SigningKey,
        algorithm: SignatureAlgorithm,
        place: SignaturePlace
    ) throws(XMLSigningError) -> [UInt8] {
        try check(algorithm, for: key)
        let parsed: ReceivedXML
        do {
            parsed = try ReceivedXML(reading: document)
        } catch {
            throw .unreadable(error)
        }
        return try parsed.withNodes { node throws(XMLSigningError) in
            let root = node(parsed.root)
            guard let id = parsed.root.attribute("ID"), id.hasSameBytes(as: elementID),
                unsafe root.registerID(id) != nil
            else { throw .elementMissing }
            let template = try template(in: root, id: id, algorithm: algorithm)
            try insert(template, in: root, at: place)
            guard let context = unsafe xmlSecDSigCtxCreate(nil) else { throw .libraryFailed }
            defer { unsafe xmlSecDSigCtxDestroy(context) }
            guard let libraryKey = unsafe key.handle.libraryKey() else { throw .libraryFailed }
            unsafe context.pointee.signKey = unsafe libraryKey
            guard unsafe xmlSecDSigCtxSign(context, template.pointer) == 0,
                unsafe context.pointee.status == xmlSecDSigStatusSucceeded
            else { throw .libraryFailed }
            return try serialized(root)
        }
    }

    static func check(_ algorithm: SignatureAlgorithm, for key: SigningKey) throws(XMLSigningError) {
        guard algorithm.scheme != .rsaPSS, algorithm.digest != .sha1 else { throw .algorithmNotOffered }
        guard algorithm.fits(key.kind) else { throw .keyKind }
    }

    private static func template(
        in root: LibraryNode,
        id: String,
        algorithm: SignatureAlgorithm
    ) throws(XMLSigningError) -> LibraryNode {
        let canonicalization = unsafe Canonicalization.transform(.exclusive)
        guard
            let signature = unsafe xmlSecTmplSignatureCreateNsPref(
                root.document,
                canonicalization,
                algorithm.transform,
                nil,
                "ds"
            )
        else { throw .libraryFailed }
        guard
            let reference = unsafe xmlSecTmplSignatureAddReference(
                signature,
                algorithm.digest.transform,
                nil,
                "#" + id,
                nil
            ),
            unsafe xmlSecTmplReferenceAddTransform(reference, xmlSecTransformEnvelopedGetKlass()) != nil,
            unsafe xmlSecTmplReferenceAddTransform(reference, canonicalization) != nil
        else {
            unsafe xmlFreeNode(signature)
            throw .libraryFailed
        }
        return unsafe LibraryNode(signature)
    }

    private static func insert(
        _ signature: LibraryNode,
        in root: LibraryNode,
        at place: SignaturePlace
    ) throws(XMLSigningError) {
        let first = root.firstElement
        let inserted =
            switch (place, first) {
            case (.issuer, .some(let issuer)): unsafe xmlAddNextSibling(issuer.pointer, signature.pointer)
            case (.firstChild, .some(let sibling)):
                unsafe xmlAddPrevSibling(sibling.pointer, signature.pointer)
            case (.firstChild, .none): unsafe xmlAddChild(root.pointer, signature.pointer)
            case (.issuer, .none): unsafe xmlNodePtr?.none
            }
        guard unsafe inserted != nil else {
            unsafe xmlFreeNode(signature.pointer)
            throw .placeMissing
        }
    }

    private static func serialized(_ root: LibraryNode) throws(XMLSigningError) -> [UInt8] {
        guard let buffer = unsafe xmlBufferCreate() else { throw .libraryFailed }
        defer { unsafe xmlBufferFree(buffer) }
        guard unsafe xmlNodeDump(buffer, root.document, root.pointer, 0, 0) > 0,
            let content = unsafe xmlBufferContent(buffer)
        else { throw .libraryFailed }
        return unsafe [UInt8](UnsafeBufferPointer(start: content, count: Int(xmlBufferLength(buffer))))
    }
}
