internal import CXMLSecurity

/// What elements hold, in a few flat arrays: names, URIs, values and texts stand one behind the other in one buffer, nodes in
/// the order of the document. To copy an element out of it is to copy a reference, and a name becomes a `String` only where
/// somebody asks for one.
final class XMLContent: Sendable {
    /// A place in ``octets``.
    typealias Stretch = Range<Int32>

    /// XML 1.0, section 2.3.
    static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    struct Node: Sendable {
        /// The local name; empty for text.
        let name: Stretch
        /// Empty outside any.
        let namespace: Stretch
        /// In ``attributes``.
        let attributes: Range<Int>
        /// Empty for an element.
        var text: Stretch
        /// Behind the last node that stands inside this one.
        var end: Int

        var isText: Bool { name.isEmpty }
    }

    struct Attribute: Sendable {
        let name: Stretch
        /// Empty outside any.
        let namespace: Stretch
        let value: Stretch
    }

    /// UTF-8.
    let octets: [UInt8]
    /// The root first.
    let nodes: [Node]
    let attributes: [Attribute]

    init(octets: [UInt8], nodes: [Node], attributes: [Attribute]) {
        self.octets = octets
        self.nodes = nodes
        self.attributes = attributes
    }

    func string(_ stretch: Stretch) -> String {
        String(decoding: octets[Range(stretch)], as: UTF8.self)
    }

    /// Compares byte by byte.
    func holds(_ text: String, at stretch: Stretch) -> Bool {
        guard text.utf8.count == stretch.count else { return false }
        return unsafe octets.withUnsafeBufferPointer { octets in
            let found = unsafe UnsafeBufferPointer(rebasing: octets[Range(stretch)])
            let isSame = unsafe text.utf8.withContiguousStorageIfAvailable { wanted in
                guard let one = found.baseAddress, let other = wanted.baseAddress else { return true }
                return unsafe memcmp(one, other, found.count) == 0
            }
            return unsafe isSame ?? found.elementsEqual(text.utf8)
        }
    }
}

extension Range<Int> {
    /// As an index into an array. A document is far smaller than `Int32` reaches (``XMLLimits/bytes``).
    init(_ stretch: XMLContent.Stretch) {
        self = Int(stretch.lowerBound)..<Int(stretch.upperBound)
    }
}
