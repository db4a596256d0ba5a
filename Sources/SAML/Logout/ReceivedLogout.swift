/// A logout message as it came in, by either binding; nothing of it is believed. SAML Profiles 2.0, section 4.4.
package struct ReceivedLogout: Sendable {
    package let kind: MessageKind
    package let relayState: RelayState?
    let document: [UInt8]
    let way: Way

    /// How it came, which says where its signature must be.
    enum Way: Sendable {
        /// Signed inside the document.
        case post
        /// Signed beside the document, in the query; an embedded signature counts for nothing (attacks 1.7 #117).
        case redirect(RedirectBinding.DetachedSignature?)
    }

    /// Takes a message from a form.
    package init(_ delivery: PostBinding.Delivery) {
        kind = delivery.kind
        document = delivery.document
        relayState = delivery.relayState
        way = .post
    }

    /// Takes a message from a query.
    package init(_ delivery: RedirectBinding.Delivery) {
        kind = delivery.kind
        document = delivery.document
        relayState = delivery.relayState
        way = .redirect(delivery.signature)
    }
}
