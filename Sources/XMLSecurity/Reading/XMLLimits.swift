/// Bounds of a document that is read. They hold before and while the tree is walked, so that whatever a stranger sends costs a
/// bounded time, memory and stack.
package struct XMLLimits: Sendable {
    /// Bytes of the document.
    package let bytes: Int
    /// Elements inside one another, the root counted.
    package let depth: Int
    /// Elements in all.
    package let elements: Int
    /// Attributes of one element. Canonicalisation sorts them, and libxml2 itself takes 20,000 (attacks 2.1 #5).
    package let attributes: Int
    /// Namespace declarations of one element.
    package let namespaces: Int

    package init(bytes: Int, depth: Int, elements: Int, attributes: Int, namespaces: Int) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
        self.namespaces = namespaces
    }

    /// A message or the metadata of one provider: attacks 2.1 #3, 1.7 #111. Real responses have up to 20 kB, depth 12 and
    /// a few hundred elements.
    package static let standard = XMLLimits(
        bytes: 256 * 1_024,
        depth: 32,
        elements: 2_000,
        attributes: 32,
        namespaces: 32
    )

    /// Bytes of a namespace's URI. Canonicalisation writes it anew at each element that uses it: a long one, declared once,
    /// would make hundreds of megabytes of a message of 200 kB.
    static let namespaceBytes = 512
    /// Bytes of an ID (attacks 1.2 #41).
    static let idBytes = 256
}
