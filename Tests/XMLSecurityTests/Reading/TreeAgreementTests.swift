import CXMLSecurity
import TestSupport
import Testing

@testable import XMLSecurity

/// What we read and what the library canonicalises must be one document: a signature over the one would speak for the other.
struct TreeAgreementTests {
    static let documents: [(String, String)] = [
        ("references", "<a b='&amp;&lt;&#38;&#x26;lt;&quot;&#39;' c='&amp;amp;#38;'>&amp;lt;&#38;#38;&#x1F600;</a>"),
        ("an ampersand at each end", "<a b='&amp;' c='x&amp;' d='&amp;x' e=''/>"),
        ("white space", "<a b='x\t\r\n y&#9;&#10;&#13;'>\r\n\t x\ry&#13;&#10; </a>"),
        (
            "a text in pieces",
            "<a>\(String(repeating: "long &amp; ", count: 2_000))<b/>\(String(repeating: "é", count: 999))</a>"
        ),
        ("texts between elements", "<a>1<b>2<c/>3</b>4<b/>5</a>"),
        (
            "namespaces",
            "<a xmlns='u:x' xmlns:p='u:y' p:b='1' b='2'><p:c xmlns='' p:d='3'><e xmlns:p='u:z' p:f='4'/></p:c></a>"
        ),
        ("an ampersand in a namespace", "<p:a xmlns:p='urn:x?a=1&amp;b=2' p:b='1'/>"),
        ("an attribute of XML's own", "<a xml:lang='en' xml:space='preserve'> <b xml:base='u:b'/> </a>"),
    ]

    @Test(arguments: documents)
    func readsWhatTheLibraryCanonicalises(_ name: String, _ document: String) throws {
        try compare(ReceivedXML(reading: Array(document.utf8)))
    }

    /// Of all public vectors those that are read at all.
    @Test(.enabled(if: Vectors.arePresent)) func readsTheVectorsAsTheLibraryDoes() throws {
        var compared = 0
        for file in try Vectors.files(under: "saml") {
            guard let document = try? ReceivedXML(reading: Vectors.bytes("saml/\(file)")) else { continue }
            try compare(document)
            compared += 1
        }
        #expect(compared > 100)
    }

    /// Digested bytes are read without a tree, by the same handlers.
    @Test(arguments: documents)
    func readsTheSameWithoutATree(_ name: String, _ document: String) throws {
        let parser = StrictParser(comments: .refused, limits: .standard)
        #expect(try parser.root(of: Array(document.utf8)) == ReceivedXML(reading: Array(document.utf8)).root)
    }

    @Test(arguments: ReadingTests.refused)
    func refusesTheSameWithoutATree(_ refused: ReadingTests.Refused) {
        let parser = StrictParser(comments: .refused, limits: .standard)
        #expect(throws: refused.error) { try parser.root(of: Array(refused.document.utf8)) }
    }

    private func compare(_ document: ReceivedXML) throws {
        document.withNodes { node in compare(document.root, node) }
    }

    private func compare(_ element: XMLElement, _ node: (XMLElement) -> LibraryNode) {
        let found = node(element)
        let name = unsafe String(cString: found.pointer.pointee.name)
        let namespace = unsafe Self.uri(found.pointer.pointee.ns)
        #expect(name == element.name)
        #expect(namespace == element.namespace)
        #expect(Self.attributes(of: found) == element.attributes)
        var next = unsafe found.pointer.pointee.children
        for child in element.children {
            guard let sibling = unsafe next else {
                Issue.record("the library has fewer children in \(element.name)")
                return
            }
            switch child {
            case .element(let inner):
                let isSame = unsafe node(inner).pointer == sibling
                #expect(isSame)
                compare(inner, node)
            case .text(let text):
                let isText = unsafe sibling.pointee.type == XML_TEXT_NODE
                let content = unsafe String(cString: sibling.pointee.content)
                #expect(isText)
                #expect(content == text)
            }
            unsafe next = unsafe sibling.pointee.next
        }
        let isAtEnd = unsafe next == nil
        #expect(isAtEnd)
    }

    private static func attributes(of node: LibraryNode) -> [XMLAttribute] {
        var attributes: [XMLAttribute] = []
        var next = unsafe node.pointer.pointee.properties
        while let attribute = unsafe next {
            let name = unsafe String(cString: attribute.pointee.name)
            let namespace = unsafe uri(attribute.pointee.ns)
            let text = unsafe xmlNodeListGetString(node.document, attribute.pointee.children, 1)
            let value = unsafe text.map { unsafe String(cString: $0) } ?? ""
            unsafe cxml_free(text)
            attributes.append(XMLAttribute(name: name, namespace: namespace, value: value))
            unsafe next = unsafe attribute.pointee.next
        }
        return attributes
    }

    private static func uri(_ namespace: xmlNsPtr?) -> String? {
        guard let uri = unsafe namespace?.pointee.href else { return nil }
        return unsafe String(cString: uri)
    }
}
