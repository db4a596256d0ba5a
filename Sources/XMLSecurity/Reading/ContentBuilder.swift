internal import CXMLSecurity

/// Builds values from what the parser tells.
///
/// Each namespace's URI is copied once, however many elements use it: a long URI must not become long two thousand times.
@safe struct ContentBuilder {
    private var octets: [UInt8] = []
    private var nodes: [XMLContent.Node] = []
    private var attributes: [XMLContent.Attribute] = []
    /// Places of the elements that have begun and not ended.
    private var open: [Int] = []
    /// Whether the last node is text in the innermost open element: the parser tells long texts in pieces.
    private var endsInText = false
    private var namespaces: [UnsafePointer<UInt8>: XMLContent.Stretch] = unsafe [:]
    /// The URI that was asked for last, which is nearly always the next one too.
    private var latest: (uri: UnsafePointer<UInt8>, stretch: XMLContent.Stretch)?

    init() {
        // What most documents need, so that nothing grows by doubling.
        octets.reserveCapacity(8_192)
        nodes.reserveCapacity(256)
        attributes.reserveCapacity(64)
    }

    /// How many nodes there are.
    var count: Int { nodes.count }

    /// All that was told, once the root has ended.
    var content: XMLContent { XMLContent(octets: octets, nodes: nodes, attributes: attributes) }

    mutating func begin(_ element: ToldElement) {
        let name = unsafe stretch(element.name)
        let namespace = unsafe stretch(ofNamespace: element.namespace)
        let start = attributes.count
        for place in element.attributes { add(element.attribute(at: place)) }
        open.append(nodes.count)
        add(name: name, namespace: namespace, attributes: start..<attributes.count)
        endsInText = false
    }

    mutating func end() {
        nodes[open.removeLast()].end = nodes.count
        endsInText = false
    }

    mutating func add(text: UnsafeBufferPointer<UInt8>) {
        let start = Int32(octets.count)
        unsafe octets.append(contentsOf: text)
        let end = Int32(octets.count)
        if endsInText {
            let last = nodes.count - 1
            nodes[last].text = nodes[last].text.lowerBound..<end
        } else {
            add(text: start..<end)
            endsInText = true
        }
    }

    private mutating func add(
        name: XMLContent.Stretch = 0..<0,
        namespace: XMLContent.Stretch = 0..<0,
        attributes: Range<Int> = 0..<0,
        text: XMLContent.Stretch = 0..<0
    ) {
        nodes.append(
            XMLContent.Node(
                name: name,
                namespace: namespace,
                attributes: attributes,
                text: text,
                end: nodes.count + 1
            )
        )
    }

    private mutating func add(_ attribute: ToldAttribute) {
        let name = unsafe stretch(attribute.name)
        let namespace = unsafe stretch(ofNamespace: attribute.namespace)
        let start = Int32(octets.count)
        unsafe octets.append(contentsOf: attribute.value)
        Self.resolveAmpersands(in: &octets, from: Int(start))
        attributes.append(
            XMLContent.Attribute(name: name, namespace: namespace, value: start..<Int32(octets.count))
        )
    }

    /// A value holds `&` as `&#38;` alone (see ``ToldAttribute/value``): any other `&` in the document has begun a reference.
    private static func resolveAmpersands(in octets: inout [UInt8], from start: Int) {
        guard let first = octets[start...].firstIndex(of: UInt8(ascii: "&")) else { return }
        var (kept, next) = (first, first)
        while next < octets.count {
            octets[kept] = octets[next]
            kept += 1
            next += octets[next...].starts(with: ampersand) ? ampersand.count : 1
        }
        octets.removeLast(octets.count - kept)
    }

    private static let ampersand = Array("&#38;".utf8)

    private mutating func stretch(ofNamespace uri: UnsafePointer<UInt8>?) -> XMLContent.Stretch {
        guard let uri = unsafe uri else { return 0..<0 }
        if let latest = unsafe latest, unsafe latest.uri == uri { return unsafe latest.stretch }
        let found = unsafe namespaces[uri] ?? stretch(uri)
        unsafe namespaces[uri] = found
        unsafe latest = unsafe (uri, found)
        return found
    }

    /// Copies the library's text, which ends with U+0000.
    private mutating func stretch(_ text: UnsafePointer<UInt8>) -> XMLContent.Stretch {
        let start = Int32(octets.count)
        unsafe octets.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
        return start..<Int32(octets.count)
    }
}
