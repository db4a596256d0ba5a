import CXMLSecurity
import Testing

@testable import XMLSecurity

/// The handlers hold by themselves, should something ever slip past ``ByteScan``.
struct ParserEventsTests {
    static let refused: [(String, XMLReadingError)] = [
        ("<a>x<!-- -->y</a>", .comment), ("<!-- --><a/>", .comment), ("<a/><!-- -->", .comment),
        ("<a><?x y?></a>", .processingInstruction), ("<?x y?><a/>", .processingInstruction),
        ("<a><![CDATA[x]]></a>", .cdata), ("<!DOCTYPE a><a/>", .documentType),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", .documentType),
        ("<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>", .documentType),
        ("<a><b ID='x'/><c ID='x'/><d><e/></d></a>", .repeatedID),
    ]

    /// attacks 2.1 #3: with the library's tree and without it, and whatever was built so far is freed.
    @Test(arguments: refused)
    func refuseByThemselves(_ document: String, _ error: XMLReadingError) throws {
        for keepsTree in [false, true] {
            _ = try ReceivedXML(reading: Array("<a/>".utf8))
            guard let context = unsafe xmlNewParserCtxt() else { throw TestKey.Failure() }
            defer { unsafe xmlFreeParserCtxt(context) }
            var state = ParseState(comments: .refused, limits: .standard, keepsTree: keepsTree)
            unsafe withUnsafeMutablePointer(to: &state) { state in
                unsafe ParserEvents.listen(context, state)
                let length = CInt(document.utf8.count)
                unsafe xmlFreeDoc(xmlCtxtReadMemory(context, document, length, nil, nil, 0))
            }
            #expect(state.refusal == error)
        }
    }
}
