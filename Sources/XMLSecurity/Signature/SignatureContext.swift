internal import CXMLSecurity
internal import Encoding

/// xmlsec's context of one verification with one key, narrowed to the closed lists (attacks 2.2 #10-#13). The lists are checked
/// on the tree before; here they hold a second time, inside the library.
@safe final class SignatureContext {
    let pointer: xmlSecDSigCtxPtr

    init(form: SignatureForm) throws(XMLSignatureRejection) {
        // No keys manager: KeyInfo can't bring a key.
        guard let context = unsafe xmlSecDSigCtxCreate(nil) else { throw .libraryUnavailable }
        unsafe pointer = unsafe context
        unsafe context.pointee.flags = UInt32(
            XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS | XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES
                | XMLSEC_DSIG_FLAGS_STORE_SIGNATURE
        )
        unsafe context.pointee.enabledReferenceUris = xmlSecTransformUriType(
            xmlSecTransformUriTypeSameDocument
        )
        try allow(form)
    }

    deinit {
        unsafe xmlSecDSigCtxDestroy(pointer)
    }

    private func allow(_ form: SignatureForm) throws(XMLSignatureRejection) {
        // Both canonicalizations may be named here; whether the inclusive one is believed, SignatureForm has decided.
        for method in Canonicalization.Method.allCases {
            let transform = unsafe Canonicalization.transform(method)
            guard unsafe xmlSecDSigCtxEnableReferenceTransform(pointer, transform) == 0,
                unsafe xmlSecDSigCtxEnableSignatureTransform(pointer, transform) == 0
            else { throw .libraryUnavailable }
        }
        guard unsafe xmlSecDSigCtxEnableReferenceTransform(pointer, xmlSecTransformEnvelopedGetKlass()) == 0,
            unsafe xmlSecDSigCtxEnableReferenceTransform(pointer, form.digest.transform) == 0
        else { throw .libraryUnavailable }
        if let method = unsafe form.algorithm.transform {
            guard unsafe xmlSecDSigCtxEnableSignatureTransform(pointer, method) == 0 else { throw .libraryUnavailable }
        }
        // An empty list would mean every class. A key's name is harmless: there is no manager to look it up in.
        guard let names = unsafe xmlSecKeyDataNameGetKlass(),
            unsafe xmlSecPtrListAdd(
                &pointer.pointee.keyInfoReadCtx.enabledKeyData,
                UnsafeMutableRawPointer(mutating: names)
            ) == 0
        else { throw .libraryUnavailable }
        unsafe pointer.pointee.keyInfoReadCtx.retrievalMethodCtx.enabledUris = xmlSecTransformUriType(
            xmlSecTransformUriTypeNone
        )
    }

    /// attacks 2.2 #10: with a key set, KeyInfo is not read at all.
    func setKey(_ key: KeyHandle) throws(XMLSignatureRejection) {
        guard let key = unsafe key.libraryKey() else { throw .libraryUnavailable }
        unsafe pointer.pointee.signKey = unsafe key
    }

    // MARK: What was digested

    /// Whether every reference that was processed kept its digest.
    var isReferenceIntact: Bool {
        guard unsafe xmlSecPtrListGetSize(&pointer.pointee.signedInfoReferences) == 1,
            let reference = unsafe reference(at: 0)
        else { return false }
        return unsafe reference.pointee.status == xmlSecDSigStatusSucceeded
    }

    /// attacks 2.2 #15, #16: the one reference, succeeded, to this ID, with bytes.
    func digestedBytes(ofReferenceTo id: String) throws(XMLSignatureRejection) -> [UInt8] {
        guard isReferenceIntact, let reference = unsafe reference(at: 0) else { throw .signedBytes }
        return try unsafe digestedBytes(of: reference, id)
    }

    private func reference(at index: UInt32) -> xmlSecDSigReferenceCtxPtr? {
        unsafe xmlSecPtrListGetItem(&pointer.pointee.signedInfoReferences, index)?
            .assumingMemoryBound(to: xmlSecDSigReferenceCtx.self)
    }

    private func digestedBytes(
        of reference: xmlSecDSigReferenceCtxPtr,
        _ id: String
    ) throws(XMLSignatureRejection) -> [UInt8] {
        guard let uri = unsafe reference.pointee.uri,
            unsafe String(cString: uri).hasSameBytes(as: "#" + id),
            let bytes = unsafe Self.bytes(of: xmlSecDSigReferenceCtxGetPreDigestBuffer(reference))
        else { throw .signedBytes }
        return bytes
    }

    /// Digests one reference by itself, for methods whose value xmlsec can't check.
    func digestedBytes(
        processingReference node: LibraryNode,
        to id: String
    ) throws(XMLSignatureRejection) -> [UInt8] {
        unsafe pointer.pointee.operation = xmlSecTransformOperationVerify
        guard
            let reference = unsafe xmlSecDSigReferenceCtxCreate(
                pointer,
                xmlSecDSigReferenceOriginSignedInfo
            )
        else {
            throw .libraryUnavailable
        }
        defer { unsafe xmlSecDSigReferenceCtxDestroy(reference) }
        guard unsafe xmlSecDSigReferenceCtxProcessNode(reference, node.pointer) >= 0,
            unsafe reference.pointee.status == xmlSecDSigStatusSucceeded
        else { throw .digestMismatch }
        return try unsafe digestedBytes(of: reference, id)
    }

    /// SignedInfo as the signature is over it (XML Signature 1.1, section 4.4.1).
    static func canonicalBytes(ofSignedInfo signedInfo: LibraryNode) throws(XMLSignatureRejection) -> [UInt8] {
        guard let context = unsafe xmlSecTransformCtxCreate() else { throw .libraryUnavailable }
        defer { unsafe xmlSecTransformCtxDestroy(context) }
        // Reads the list of prefixes too.
        guard
            unsafe xmlSecTransformCtxNodeRead(
                context,
                signedInfo.childElements[0].pointer,
                xmlSecTransformUsage(xmlSecTransformUsageC14NMethod)
            ) != nil,
            let nodes = unsafe xmlSecNodeSetGetChildren(signedInfo.document, signedInfo.pointer, 1, 0)
        else { throw .libraryUnavailable }
        defer { unsafe xmlSecNodeSetDestroy(nodes) }
        guard unsafe xmlSecTransformCtxXmlExecute(context, nodes) == 0,
            let bytes = unsafe bytes(of: context.pointee.result)
        else { throw .signedBytes }
        return bytes
    }

    /// A copy of a buffer of the library's; nil where it is empty.
    private static func bytes(of buffer: xmlSecBufferPtr?) -> [UInt8]? {
        guard let buffer = unsafe buffer, let start = unsafe xmlSecBufferGetData(buffer) else {
            return nil
        }
        let count = Int(unsafe xmlSecBufferGetSize(buffer))
        guard count > 0 else { return nil }
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    }
}
