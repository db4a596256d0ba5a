internal import Encoding
internal import XMLSecurity

/// The HTTP-Redirect binding (SAML Bindings 2.0, section 3.4): a deflated message in the query, signed over the octets.
package enum RedirectBinding {
    /// A message taken from a query. Its signature, if it has one, is not verified yet.
    package struct Delivery: Sendable {
        package let kind: MessageKind
        /// The XML, inflated.
        package let document: [UInt8]
        package let relayState: RelayState?
        /// The signature with the very octets it must be over; nil where the query is not signed.
        let signature: DetachedSignature?
    }

    /// A signature beside the message, and what it signs.
    struct DetachedSignature: Sendable {
        let algorithm: String
        let value: [UInt8]
        let octets: [UInt8]
    }

    /// Reads a query with one message.
    ///
    /// - Parameter query: the query as received, octet for octet, without `?`.
    /// - Throws: `SAML-BIND-…`.
    package static func receive(query: [UInt8]) throws(SAMLRejection) -> Delivery {
        let parameters = try FormParameters(query)
        let (kind, message) = try PostBinding.onlyMessage(in: parameters)
        if let encoding = try parameters.only("SAMLEncoding") {
            guard encoding.value.elementsEqual(SAMLURI.deflateEncoding.utf8) else {
                throw SAMLRejection(BindingRefusals.queryEncoding)
            }
        }
        let relay = try parameters.only("RelayState")
        let relayState: RelayState? = if let relay { try RelayState(relay.value) } else { nil }
        let compressed = try PostBinding.document(base64: message.value)
        let limit = min(BindingLimits.inflatedBytes, compressed.count * BindingLimits.inflationRatio)
        guard let document = Deflate.inflate(compressed, limit: limit) else {
            throw SAMLRejection(BindingRefusals.notDeflated)
        }
        return Delivery(
            kind: kind,
            document: document,
            relayState: relayState,
            signature: try signature(in: parameters, over: message, named: kind.rawValue, relay: relay)
        )
    }

    /// SAML Bindings 2.0, section 3.4.4.1: the signature is over `SAMLRequest=…&RelayState=…&SigAlg=…` in this order, with
    /// the values as they were received; absent RelayState is left out, an empty one stays (attacks 1.7 #112, #115).
    private static func signature(
        in parameters: FormParameters,
        over message: FormParameters.Parameter,
        named name: String,
        relay: FormParameters.Parameter?
    ) throws(SAMLRejection) -> DetachedSignature? {
        let algorithm = try parameters.only("SigAlg")
        let value = try parameters.only("Signature")
        guard algorithm != nil || value != nil else { return nil }
        // Half a signature is none (attacks 1.7 #114).
        guard let algorithm, let value else { throw SAMLRejection(BindingRefusals.unsignedQuery) }
        guard let uri = String(validating: algorithm.value, as: UTF8.self),
            let text = String(validating: value.value, as: UTF8.self),
            let signature = try? Base64.decode(text)
        else { throw SAMLRejection(BindingRefusals.querySignature, detail: "Signature is not base64") }
        var octets = Array("\(name)=".utf8) + message.rawValue
        if let relay { octets += Array("&RelayState=".utf8) + relay.rawValue }
        octets += Array("&SigAlg=".utf8) + algorithm.rawValue
        return DetachedSignature(algorithm: uri, value: signature, octets: octets)
    }

    /// The address to send the browser to, with the message in its query.
    ///
    /// - Parameters:
    ///   - document: the message's XML, without an embedded signature (SAML Bindings 2.0, section 3.4.4.1).
    ///   - location: where to; a query of its own is kept.
    ///   - signer: signs the query; nil where the provider does not ask for signed messages.
    /// - Throws: what signing throws; `SAML-BIND-06` when zlib has no memory.
    package static func address(
        _ kind: MessageKind,
        document: [UInt8],
        to location: String,
        relayState: RelayState?,
        signer: MessageSigner?
    ) throws -> String {
        guard let compressed = Deflate.deflate(document) else { throw SAMLRejection(BindingRefusals.notDeflated) }
        var query = "\(kind.rawValue)=\(PercentCoding.encode(Base64.encode(compressed).utf8))"
        if let relayState { query += "&RelayState=\(PercentCoding.encode(relayState.text.utf8))" }
        if let signer {
            query += "&SigAlg=\(PercentCoding.encode(signer.algorithm.uri.utf8))"
            let signature = try signer.sign(octets: Array(query.utf8))
            query += "&Signature=\(PercentCoding.encode(Base64.encode(signature).utf8))"
        }
        return location + (location.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query
    }
}
