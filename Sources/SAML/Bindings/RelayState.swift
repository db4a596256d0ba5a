/// The opaque value that travels with a message and comes back (SAML Bindings 2.0, section 3.4.3): at most 80 bytes.
///
/// Ours is a random token whose meaning is stored on the server; what comes in is compared with it and never followed as an
/// address (attacks 1.6 #107).
package struct RelayState: Sendable, Equatable {
    package let text: String

    /// - Throws: `SAML-BIND-09` over 80 bytes, `-01` where it is not UTF-8 or holds control characters.
    package init(_ octets: [UInt8]) throws(SAMLRejection) {
        guard octets.count <= BindingLimits.relayStateBytes else { throw SAMLRejection(BindingRefusals.relayState) }
        guard let text = String(validating: octets, as: UTF8.self), !MessageForm.holdsControlCharacter(text) else {
            throw SAMLRejection(BindingRefusals.wrongForm)
        }
        self.text = text
    }

    package static func == (one: RelayState, other: RelayState) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }
}
