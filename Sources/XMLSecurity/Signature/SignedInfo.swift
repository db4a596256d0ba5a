internal import CXMLSecurity

/// The element that a signature's value is over (XML Signature 1.1, section 4.4.1).
@safe struct SignedInfo {
    let node: LibraryNode

    /// Canonicalised by xmlsec1 as its `CanonicalizationMethod` says, which must be that one.
    func canonicalBytes(by method: Canonicalization.Method) throws(XMLSignatureRejection) -> [UInt8] {
        guard let context = unsafe xmlSecTransformCtxCreate() else { throw .libraryUnavailable }
        defer { unsafe xmlSecTransformCtxDestroy(context) }
        // attacks 2.2 #12: what the library reads for itself can be nothing else than what was checked on the tree.
        let allowed = unsafe xmlSecPtrListAdd(
            &context.pointee.enabledTransforms,
            UnsafeMutableRawPointer(mutating: Canonicalization.transform(method))
        )
        // Reads the list of prefixes too.
        guard allowed == 0, let first = node.firstElement,
            unsafe xmlSecTransformCtxNodeRead(
                context,
                first.pointer,
                xmlSecTransformUsage(xmlSecTransformUsageC14NMethod)
            ) != nil,
            let nodes = unsafe xmlSecNodeSetGetChildren(node.document, node.pointer, 1, 0)
        else { throw .libraryUnavailable }
        defer { unsafe xmlSecNodeSetDestroy(nodes) }
        guard unsafe xmlSecTransformCtxXmlExecute(context, nodes) == 0,
            let bytes = unsafe context.pointee.result.flatMap({ unsafe Array(copying: $0) })
        else { throw .signedBytes }
        return bytes
    }
}
