internal import CXMLSecurity
internal import Encoding

/// xmlsec's context for the one reference of a signature, narrowed to the closed lists (attacks 2.2 #11-#13). The lists are
/// checked on the tree before; here they hold a second time, inside the library. The library sees no key and no KeyInfo, and no
/// manifest: it is asked for one reference alone.
@safe final class ReferenceContext {
    private let pointer: xmlSecDSigCtxPtr

    init(form: SignatureForm) throws(XMLSignatureRejection) {
        guard let context = unsafe xmlSecDSigCtxCreate(nil) else { throw .libraryUnavailable }
        unsafe pointer = unsafe context
        unsafe context.pointee.operation = xmlSecTransformOperationVerify
        unsafe context.pointee.flags = UInt32(XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES)
        unsafe context.pointee.enabledReferenceUris = xmlSecTransformUriType(xmlSecTransformUriTypeSameDocument)
        // Both canonicalizations may be named here; whether the inclusive one is believed, SignatureForm has decided.
        for method in Canonicalization.Method.allCases {
            try unsafe allow(Canonicalization.transform(method))
        }
        try unsafe allow(xmlSecTransformEnvelopedGetKlass())
        try unsafe allow(form.digest.transform)
    }

    private func allow(_ transform: xmlSecTransformId?) throws(XMLSignatureRejection) {
        guard unsafe xmlSecDSigCtxEnableReferenceTransform(pointer, transform) == 0 else { throw .libraryUnavailable }
    }

    deinit {
        unsafe xmlSecDSigCtxDestroy(pointer)
    }

    /// Digests what a reference names, and compares.
    ///
    /// - Parameters:
    ///   - reference: the `Reference` element.
    ///   - id: what it must name.
    /// - Returns: the digested bytes; never none.
    /// - Throws: `digestMismatch` where the element was altered, `signedBytes` where the library digested something else.
    func digestedBytes(of reference: LibraryNode, to id: String) throws(XMLSignatureRejection) -> [UInt8] {
        guard let result = unsafe xmlSecDSigReferenceCtxCreate(pointer, xmlSecDSigReferenceOriginSignedInfo) else {
            throw .libraryUnavailable
        }
        defer { unsafe xmlSecDSigReferenceCtxDestroy(result) }
        // attacks 2.2 #15: no error, and succeeded, which is one of three states.
        guard unsafe xmlSecDSigReferenceCtxProcessNode(result, reference.pointer) >= 0,
            unsafe result.pointee.status == xmlSecDSigStatusSucceeded
        else { throw .digestMismatch }
        // attacks 2.2 #15, #16: to this ID, with bytes.
        guard let uri = unsafe result.pointee.uri,
            unsafe String(cString: uri).hasSameBytes(as: "#" + id),
            let bytes = unsafe xmlSecDSigReferenceCtxGetPreDigestBuffer(result).flatMap({ unsafe Array(copying: $0) })
        else { throw .signedBytes }
        return bytes
    }
}

extension [UInt8] {
    /// What a buffer of the library's holds; nil where it is empty.
    @unsafe init?(copying buffer: xmlSecBufferPtr) {
        guard let start = unsafe xmlSecBufferGetData(buffer), unsafe xmlSecBufferGetSize(buffer) > 0 else { return nil }
        unsafe self.init(UnsafeBufferPointer(start: start, count: Int(xmlSecBufferGetSize(buffer))))
    }
}
