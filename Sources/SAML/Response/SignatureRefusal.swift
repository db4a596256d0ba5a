internal import XMLSecurity

enum SignatureRefusal {
    static let codes: [SAMLCode] = []
    static func rejection(for error: XMLSignatureRejection) -> SAMLRejection {
        SAMLRejection(SignatureGate.unsigned, detail: "\(error)")
    }
    static func queryRejection(for error: XMLSignatureRejection) -> SAMLRejection {
        SAMLRejection(BindingRefusals.querySignature, detail: "\(error)")
    }
}
