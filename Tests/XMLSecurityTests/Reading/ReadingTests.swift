import Testing

@testable import XMLSecurity

struct ReadingTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        let document: String
        let error: XMLReadingError
        var testDescription: String { name }

        init(_ name: String, _ document: String, _ error: XMLReadingError) {
            self.name = name
            self.document = document
            self.error = error
        }
    }

    static let refused: [Refused] = [
        Refused("attacks 1.3 #43 comment in a value", "<a>x<!-- -->y</a>", .comment),
        Refused("attacks 1.9 #133 comment behind the root", "<a/><!-- -->", .comment),
        Refused("attacks 1.3 #44 processing instruction", "<a>x<?y z?></a>", .processingInstruction),
        Refused("attacks 1.3 #50 stylesheet", "<?xml-stylesheet href='x'?><a/>", .processingInstruction),
        Refused("attacks 1.3 #45 CDATA", "<a><![CDATA[x]]></a>", .cdata),
        Refused("attacks 1.3 #46 internal subset", "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", .documentType),
        Refused("attacks 1.3 #46 external id", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", .documentType),
        Refused("attacks 1.3 #46 empty", "<!DOCTYPE a><a/>", .documentType),
        Refused("attacks 1.3 #47 entity in a value", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", .documentType),
        Refused(
            "attacks 1.3 #48 default attribute",
            "<!DOCTYPE a [<!ATTLIST a xmlns CDATA 'u:x'>]><a/>",
            .documentType
        ),
        Refused(
            "attacks 1.3 #49 entities of entities",
            "<!DOCTYPE a [<!ENTITY b 'xx'><!ENTITY c '&b;&b;'><!ENTITY d '&c;&c;'>]><a>&d;</a>",
            .documentType
        ),
        Refused("attacks 1.3 #49 unknown entity", "<a>&x;</a>", .notWellFormed),
        Refused("attacks 1.2 #39 ID by ATTLIST", "<!DOCTYPE a [<!ATTLIST a b ID #IMPLIED>]><a b='c'/>", .documentType),
        Refused("attacks 1.3 #51, 2.1 #2 relative namespace", "<a xmlns='1'/>", .parserReport),
        Refused("attacks 1.3 #51 relative namespace on a prefix", "<b:a xmlns:b='ns'/>", .parserReport),
        Refused("attacks 1.3 #52 namespace with a space", "<a xmlns:b='u:x y'/>", .namespacesNotWellFormed),
        Refused("attacks 1.3 #52 namespace not ASCII", "<a xmlns:b='u:\u{E9}'/>", .namespacesNotWellFormed),
        Refused("attacks 1.3 #53 xml bound anew", "<a xmlns:xml='u:x'/>", .namespacesNotWellFormed),
        Refused("attacks 1.3 #53 prefix bound to nothing", "<a xmlns:b=''/>", .namespacesNotWellFormed),
        Refused(
            "attacks 1.3 #53 default is the XML namespace",
            "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
            .namespacesNotWellFormed
        ),
        Refused("attacks 1.3 #54 unbound prefix", "<b:a/>", .namespacesNotWellFormed),
        Refused("attacks 1.3 #54 unbound prefix of an attribute", "<a b:c='d'/>", .namespacesNotWellFormed),
        Refused(
            "attacks 1.2 #42 attribute twice",
            "<a xmlns:b='u:x' xmlns:c='u:x' b:d='' c:d=''/>",
            .namespacesNotWellFormed
        ),
        Refused("attacks 1.2 #38 xml:id", "<a xml:id='b'/>", .xmlID),
        Refused("attacks 1.2 #37 ID in a namespace", "<a xmlns:b='u:x' b:ID='c'/>", .namespacedID),
        Refused("attacks 1.2 #36 ID twice", "<a ID='x'><b ID='x'/></a>", .repeatedID),
        Refused("attacks 1.2 #40 ID twice in other letters", "<a ID='x'><b Id='x'/></a>", .repeatedID),
        Refused("attacks 1.2 #41 empty ID", "<a ID=''/>", .malformedID),
        Refused("attacks 1.2 #41 leading digit", "<a ID='1x'/>", .malformedID),
        Refused("attacks 1.2 #41 white space", "<a ID=' x'/>", .malformedID),
        Refused("attacks 1.2 #41 quote", "<a ID=\"x'y\"/>", .malformedID),
        Refused("attacks 1.2 #41 reference to a character", "<a ID='x&#x27;'/>", .malformedID),
        Refused("attacks 1.2 #41 not ASCII", "<a ID='\u{E9}'/>", .malformedID),
        Refused("attacks 1.2 #41 long", "<a ID='\(String(repeating: "x", count: 257))'/>", .malformedID),
        Refused("attacks 1.1 #34 two roots", "<a/><b/>", .notWellFormed),
        Refused("attacks 1.1 #34 text behind the root", "<a/>x", .notWellFormed),
        Refused("attacks 1.3 #59 another encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", .wrongEncoding),
        // Found by fuzzing: the parser called the C library's converter, which printed the document's bytes.
        Refused(
            "attacks 1.3 #59 a converter of the C library",
            "<?xml version=\"1.0\" encoding = \"ISO-2022-CN-EXT\"?><a/>",
            .wrongEncoding
        ),
        Refused("attacks 1.3 #59 no encoding", "<?xml version='1.0' encoding=''?><a/>", .wrongEncoding),
        Refused("attacks 1.3 #59 no quote", "<?xml version='1.0' encoding=utf-8?><a/>", .wrongEncoding),
        Refused("attacks 1.3 #60 XML 1.1", "<?xml version='1.1'?><a/>", .wrongVersion),
        Refused("attacks 1.3 #60 U+FFFE", "<a>\u{FFFE}</a>", .notWellFormed),
        Refused("attacks 1.3 #60 U+0001", "<a>\u{1}</a>", .notWellFormed),
        Refused("attacks 1.3 #60 reference to U+0000", "<a>&#0;</a>", .notWellFormed),
        Refused("empty", "", .empty),
        Refused("no XML", "hello", .notWellFormed),
        Refused("attacks 2.1 #3 depth", nested(33), .tooDeep),
        Refused("attacks 2.1 #4 depth far beyond", nested(20_000), .tooDeep),
        Refused("attacks 2.1 #3 elements", "<a>" + String(repeating: "<b/>", count: 2_000) + "</a>", .tooManyElements),
        Refused("attacks 2.1 #5 attributes", "<a " + many(33) { "b\($0)='' " } + "/>", .tooManyAttributes),
        Refused("attacks 2.1 #5 namespaces", "<a " + many(33) { "xmlns:b\($0)='u:x' " } + "/>", .tooManyNamespaces),
        Refused(
            "attacks 2.1 #3 namespace",
            "<a xmlns:b='u:" + String(repeating: "x", count: 511) + "'/>",
            .namespaceTooLong
        ),
        Refused("attacks 2.1 #3 bytes", "<a>" + String(repeating: "x", count: 256 * 1_024) + "</a>", .tooLarge),
    ]

    @Test(arguments: refused)
    func refusesWhatOthersReadDifferently(_ refused: Refused) {
        #expect(throws: refused.error) { try ReceivedXML(reading: Array(refused.document.utf8)) }
    }

    static let encodings: [(String, [UInt8])] = [
        ("UTF-16 big end", [0xFE, 0xFF, 0, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E]),
        ("UTF-16 little end", [0xFF, 0xFE, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E, 0]),
        ("UTF-16 without mark", [0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E, 0]),
        ("EBCDIC", [0x4C, 0x6F, 0xA7, 0x94, 0x93]),
        ("overlong", [0x3C, 0x61, 0x3E, 0xC0, 0xAF, 0x3C, 0x2F, 0x61, 0x3E]),
        ("lone surrogate", [0x3C, 0x61, 0x3E, 0xED, 0xA0, 0x80, 0x3C, 0x2F, 0x61, 0x3E]),
        ("U+0000", [0x3C, 0x61, 0x3E, 0, 0x3C, 0x2F, 0x61, 0x3E]),
    ]

    /// attacks 1.3 #59, #60.
    @Test(arguments: encodings)
    func refusesEveryEncodingButUTF8(_ name: String, _ bytes: [UInt8]) {
        #expect(throws: XMLReadingError.notUTF8) { try ReceivedXML(reading: bytes) }
    }

    static let accepted: [(String, String)] = [
        ("attacks 1.9 #133 declaration", "<?xml version='1.0' encoding='utf-8'?>\n<a/>\n"),
        ("attacks 1.9 #133 byte order mark", "\u{FEFF}<a/>"),
        ("attacks 1.9 #131 default namespace", "<a xmlns='u:x'/>"),
        ("attacks 1.9 #138 escaped and four bytes", "<a>&amp;\u{1F600}&#xE9;</a>"),
        ("depth at the bound", nested(32)),
        ("a language", "<a xml:lang='en'/>"),
    ]

    @Test(arguments: accepted)
    func acceptsOrdinaryDocuments(_ name: String, _ document: String) throws {
        #expect(try ReceivedXML(reading: Array(document.utf8)).root.name == "a")
    }

    @Test func readsWholeTextsAndPlainAttributesOnly() throws {
        let document = "<a xmlns:x='u:x' x:Name='no' Name='a&amp;b&lt;'>one &amp; <b xmlns='u:b'/> two</a>"
        let root = try ReceivedXML(reading: Array(document.utf8)).root
        // attacks 1.3 #56
        #expect(root.attribute("Name") == "a&b<")
        // attacks 2.1 #8
        #expect(root.text() == nil)
        #expect(root.elements("b", in: "u:b").count == 1)
        // attacks 1.3 #55
        #expect(root.elements("b", in: "u:x").isEmpty)
        #expect(try ReceivedXML(reading: Array("<a>one &amp; two</a>".utf8)).root.text() == "one & two")
        #expect(try ReceivedXML(reading: Array("<a/>".utf8)).root.text()?.isEmpty == true)
    }

    /// attacks 1.3 #43: a value is read on both sides of a comment, as a signature without comments covers it.
    @Test func leavesCommentsOutWhereTheyAreAllowed() throws {
        let document = "<!-- <b> & ]]> - --><a>ad<!-- <!DOCTYPE a> <?x?> -->a<!----></a><!-- end -->"
        let root = try ReceivedXML(reading: Array(document.utf8), comments: .leftOut).root
        #expect(root.text() == "ada")
        #expect(throws: XMLReadingError.comment) { try ReceivedXML(reading: Array(document.utf8)) }
    }

    static let refusedBesideComments: [(String, XMLReadingError)] = [
        ("<!-- --><!DOCTYPE a><a/>", .documentType),
        ("<a><!-- --><![CDATA[x]]></a>", .cdata),
        ("<a><!-- --><?x?></a>", .processingInstruction),
        ("<a><!-- </a>", .notWellFormed),
        ("<a><!--></a>", .notWellFormed),
        ("<a><!-- -- --></a>", .notWellFormed),
        ("<a><!-- ---></a>", .notWellFormed),
        ("<a b='<!-- -->'/>", .notWellFormed),
        ("<a><!-<b/>-></a>", .comment),
    ]

    @Test(arguments: refusedBesideComments)
    func refusesOtherMarkupBesideComments(_ document: String, _ error: XMLReadingError) {
        #expect(throws: error) { try ReceivedXML(reading: Array(document.utf8), comments: .leftOut) }
    }

    /// attacks 2.1 #3: a document costs what it is long, whatever refers to what in it.
    @Test func copiesALongNamespaceOnce() throws {
        let uri = "urn:" + String(repeating: "x", count: 500)
        let inside = String(repeating: "<n:b n:c=''/><a/>", count: 900)
        let document = "<n:a xmlns:n='\(uri)'>\(inside)</n:a>"
        let root = try ReceivedXML(reading: Array(document.utf8)).root
        #expect(root.content.octets.count < 2 * document.utf8.count)
        #expect(root.elements("b", in: uri).count == 900)
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }

    private static func many(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined()
    }
}
