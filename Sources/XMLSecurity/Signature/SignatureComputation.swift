internal import CXMLSecurity

/// Computes one signature whose form was checked, by each pinned key in turn, and returns what was digested.
struct SignatureComputation {
    let signature: LibraryNode
    let form: SignatureForm
    /// The ID of the signed element, which the one reference must name.
    let id: String

    /// - Throws: `digestMismatch` where the element was altered, `signatureMismatch` where no key fits the value.
    func verify(by keys: [VerificationKey]) throws(XMLSignatureRejection) -> [UInt8] {
        let fitting = keys.filter { form.algorithm.fits($0.kind) }
        guard !fitting.isEmpty else { throw .keyKind }
        // Neither DER around ECDSA's numbers nor padding is taken (attacks 1.4 #71).
        let usable = fitting.filter { $0.kind.signatureBytes == form.value.count }
        guard !usable.isEmpty else { throw .signatureValue }
        for key in usable {
            LibraryState.forgetErrors()
            let digested =
                switch form.algorithm.scheme {
                case .rsa, .ecdsa: try verifyByLibrary(key)
                case .rsaPSS: try verifyPSS(key)
                }
            if let digested { return digested }
        }
        throw .signatureMismatch
    }

    /// - Returns: the digested bytes; nil where this key did not make the signature.
    private func verifyByLibrary(_ key: VerificationKey) throws(XMLSignatureRejection) -> [UInt8]? {
        let context = try SignatureContext(form: form)
        try context.setKey(key.handle)
        // attacks 2.2 #15: no error, and succeeded, which is one of three states; and the same of the reference.
        guard unsafe xmlSecDSigCtxVerify(context.pointer, signature.pointer) >= 0 else {
            throw .digestMismatch
        }
        switch unsafe context.pointer.pointee.status {
        case xmlSecDSigStatusSucceeded:
            return try context.digestedBytes(ofReferenceTo: id)
        case xmlSecDSigStatusInvalid:
            // The library stops at the first reference that fails, before it looks at the signature's value.
            guard context.isReferenceIntact else { throw .digestMismatch }
            return nil
        default:
            throw .digestMismatch
        }
    }

    /// xmlsec1 1.2.37 has no RSASSA-PSS (attacks 2.4 #24): SignedInfo is canonicalised and the reference digested by its
    /// functions, the value is checked by OpenSSL.
    private func verifyPSS(_ key: VerificationKey) throws(XMLSignatureRejection) -> [UInt8]? {
        let signedInfo = signature.childElements[0]
        let canonical = try SignatureContext.canonicalBytes(ofSignedInfo: signedInfo)
        guard
            PSSSignature.verify(form.value, of: canonical, key: key.handle, digest: form.algorithm.digest)
        else {
            return nil
        }
        let context = try SignatureContext(form: form)
        return try context.digestedBytes(processingReference: signedInfo.childElements[2], to: id)
    }
}
