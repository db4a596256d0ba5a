/// Computes one signature whose form was checked, and returns what was digested.
///
/// First comes the value, over SignedInfo as xmlsec1 canonicalises it, checked by OpenSSL with the pinned keys alone. Only then is
/// the reference digested, again by xmlsec1. Left to itself xmlsec1 goes the other way round, so that whoever sends a message
/// has its transforms run (attacks 2.4 #25; decision 50).
struct SignatureComputation {
    let form: SignatureForm
    let signedInfo: LibraryNode
    let reference: LibraryNode
    /// The ID of the signed element, which the one reference must name.
    let id: String

    /// - Throws: `signatureMismatch` where no key made the value, `digestMismatch` where the element was altered.
    func verify(by keys: [VerificationKey]) throws(XMLSignatureRejection) -> [UInt8] {
        LibraryState.forgetErrors()
        try OctetSignature.verify(
            form.value,
            of: SignedInfo(node: signedInfo).canonicalBytes(by: form.canonicalization.method),
            algorithm: form.algorithm,
            keys: keys
        )
        return try ReferenceContext(form: form).digestedBytes(of: reference, to: id)
    }
}
