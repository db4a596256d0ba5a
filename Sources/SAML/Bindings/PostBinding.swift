internal import Encoding

/// The HTTP-POST binding (SAML Bindings 2.0, section 3.5): reading a form that a browser delivers.
package enum PostBinding {
    /// A message taken from a form: its XML and what travelled with it.
    package struct Delivery: Sendable {
        package let kind: MessageKind
        /// The XML, out of its base64.
        package let document: [UInt8]
        package let relayState: RelayState?
    }

    /// Reads the form that arrives at the ACS address.
    ///
    /// - Parameters:
    ///   - body: the body as received.
    ///   - query: the address's query as received, without `?`; our addresses have none.
    ///   - contentType: the `Content-Type` header.
    /// - Throws: `SAML-BIND-…`.
    package static func signInResponse(
        body: [UInt8],
        query: [UInt8] = [],
        contentType: String
    ) throws(SAMLRejection) -> (response: ReceivedResponse, relayState: RelayState?) {
        let address = try FormParameters(query)
        // SAML Profiles 2.0, section 4.1.2: "The HTTP Redirect binding MUST NOT be used"; attacks 1.6 #109, #110.
        if try address.only("SAMLResponse") != nil, body.isEmpty {
            throw SAMLRejection(BindingRefusals.responseByRedirect)
        }
        if try address.only("SAMLart") != nil {
            throw SAMLRejection(BindingRefusals.artifact)
        }
        let delivery = try receive(body: body, query: query, contentType: contentType)
        guard delivery.kind == .response else { throw SAMLRejection(BindingRefusals.noMessage) }
        return (ReceivedResponse(bytes: delivery.document), delivery.relayState)
    }

    /// Reads a form with one message of either kind, as it arrives at the SLO address.
    ///
    /// - Throws: `SAML-BIND-…`.
    package static func receive(
        body: [UInt8],
        query: [UInt8] = [],
        contentType: String
    ) throws(SAMLRejection) -> Delivery {
        // The media type alone counts; parameters such as a charset may follow (attacks 1.6 #108).
        let mediaType = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard mediaType.hasSameBytes(as: "application/x-www-form-urlencoded") else {
            throw SAMLRejection(BindingRefusals.wrongForm, detail: SAMLRejection.quote(contentType))
        }
        guard try !FormParameters(query).holdsMessage else {
            throw SAMLRejection(BindingRefusals.repeatedParameter, detail: "a message in the query of a form")
        }
        let form = try FormParameters(body)
        guard try form.only("SAMLart") == nil else { throw SAMLRejection(BindingRefusals.artifact) }
        let (kind, message) = try onlyMessage(in: form)
        let relayState: RelayState? =
            if let relay = try form.only("RelayState") { try RelayState(relay.value) } else { nil }
        return Delivery(kind: kind, document: try document(base64: message.value), relayState: relayState)
    }

    /// Decodes a message's base64, with line breaks as MIME encoders write them (attacks 1.9 #132).
    ///
    /// - Throws: `SAML-BIND-04` over 256 KiB of text, before anything is decoded; `-05` for what is not base64.
    package static func document(base64 text: [UInt8]) throws(SAMLRejection) -> [UInt8] {
        guard text.count <= BindingLimits.base64Bytes else { throw SAMLRejection(BindingRefusals.tooLarge) }
        guard let text = String(validating: text, as: UTF8.self),
            let bytes = try? Base64.decode(text, ignoringWhitespace: true), !bytes.isEmpty
        else { throw SAMLRejection(BindingRefusals.notBase64) }
        return bytes
    }

    /// The one message of a form or query (attacks 1.7 #113).
    static func onlyMessage(
        in form: FormParameters
    ) throws(SAMLRejection) -> (kind: MessageKind, parameter: FormParameters.Parameter) {
        let request = try form.only(MessageKind.request.rawValue)
        let response = try form.only(MessageKind.response.rawValue)
        switch (request, response) {
        case (let request?, nil): return (.request, request)
        case (nil, let response?): return (.response, response)
        default: throw SAMLRejection(BindingRefusals.noMessage)
        }
    }
}

/// A form that a page of ours sends to the identity provider by the visitor's browser.
package struct PostForm: Sendable, Equatable {
    /// Where to.
    package let action: String
    /// Hidden fields in order, decoded; the page must escape them for HTML.
    package let fields: [Field]

    /// A hidden field.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// - Parameter document: the message's XML, signed already where it is to be.
    package init(_ kind: MessageKind, document: [UInt8], to action: String, relayState: RelayState?) {
        self.action = action
        var fields = [Field(name: kind.rawValue, value: Base64.encode(document))]
        if let relayState { fields.append(Field(name: "RelayState", value: relayState.text)) }
        self.fields = fields
    }
}
