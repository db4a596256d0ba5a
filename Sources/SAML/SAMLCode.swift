/// One entry of the catalogue: the name an admin can look up, why the message was refused, and what to do about it.
///
/// A code belongs to exactly one check and is declared beside that check's guard; ``SAMLCatalogue`` only gathers them.
/// Names are `SAML-<CHECK>-<NN>` and are never used again for another meaning: people search for them.
package struct SAMLCode: Sendable, Hashable, CustomStringConvertible {
    /// The stable name, such as `SAML-AUD-01`.
    package let name: String
    /// Why the message was refused, in one sentence for an admin. Holds nothing of the message itself.
    package let reason: String
    /// What an admin does about it, in one or two sentences.
    package let cure: String

    package init(_ name: String, reason: String, cure: String) {
        self.name = name
        self.reason = reason
        self.cure = cure
    }

    package var description: String { name }

    package static func == (one: SAMLCode, other: SAMLCode) -> Bool { one.name == other.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
