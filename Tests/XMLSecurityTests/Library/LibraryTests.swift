import BoundedWorkers
import CXMLSecurity
import Testing
import XMLSecurity

struct LibraryTests {
    /// The headers must mean the same structures as the library was built with: XMLSEC_NO_SIZE_T is part of its ABI.
    @Test func agreesWithTheLibraryOnTheSizeOfThings() throws {
        _ = try SignedScene.trust()
        guard let klass = unsafe xmlSecTransformEnvelopedGetKlass(), let buffer = unsafe xmlSecBufferCreate(16) else {
            throw TestKey.Failure()
        }
        defer { unsafe xmlSecBufferDestroy(buffer) }
        let klassSize = Int(unsafe klass.pointee.klassSize)
        let objectSize = Int(unsafe klass.pointee.objSize)
        let size = unsafe xmlSecBufferGetSize(buffer)
        let mostSize = unsafe xmlSecBufferGetMaxSize(buffer)
        let klassSizeHere = unsafe MemoryLayout<xmlSecTransformKlass>.size
        let objectSizeHere = unsafe MemoryLayout<xmlSecTransform>.size
        #expect(klassSize == klassSizeHere)
        #expect(objectSize == objectSizeHere)
        #expect(MemoryLayout.size(ofValue: size) == 4)
        #expect(mostSize >= 16)
    }

    /// attacks 1.3 #50, 2.1 #1, #6, #7: even a parser told to load everything loads nothing.
    @Test func loadsNoExternalEntity() throws {
        _ = try SignedScene.trust()
        let document = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"
        guard let context = unsafe xmlNewParserCtxt() else { throw TestKey.Failure() }
        defer { unsafe xmlFreeParserCtxt(context) }
        let options = CInt(bitPattern: XML_PARSE_NOENT.rawValue | XML_PARSE_DTDLOAD.rawValue)
        let parsed = unsafe xmlCtxtReadMemory(context, document, CInt(document.utf8.count), nil, nil, options)
        let content = unsafe xmlNodeGetContent(xmlDocGetRootElement(parsed))
        let text = unsafe content.map { unsafe String(cString: $0) } ?? ""
        unsafe cxml_free(content)
        unsafe xmlFreeDoc(parsed)
        #expect(text.isEmpty)
    }

    /// attacks 2.2 #20: the handler belongs to a thread, so each one that reads must have it.
    @Test func printsNothingOnAnyThread() async throws {
        _ = try SignedScene.trust()
        let workers = BoundedWorkers(name: "xml", threads: 4, queue: 64)
        defer { workers.shutdown() }
        for _ in 0..<16 {
            #expect(try await workers.run { cxml_is_libxml2_silent() == 1 })
        }
    }

    /// attacks 2.2 #21: the deepest document that is read, on threads with the stack that the program gives them, many at once.
    @Test func verifiesOnManyThreadsWithTheirStack() async throws {
        let workers = BoundedWorkers(name: "xml", threads: 16, queue: 1_024)
        defer { workers.shutdown() }
        let deep = SignedScene.plainAssertion.replacing(
            "reader",
            with: String(repeating: "<x>", count: 26) + "deep" + String(repeating: "</x>", count: 26)
        )
        let messages = try [
            SignedScene.signedAssertion.get(), SignedScene.response(around: SignedScene.sign(deep, id: "_a1")),
            SignedScene.signedAssertion.get().replacing("ada@", with: "eve@"),
        ]
        let trust = try SignedScene.trust()
        let verdicts = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<600 {
                group.addTask {
                    try await workers.run {
                        (number % 3, try SignedScene.rejection(messages[number % 3], trust: trust) == nil)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.count == 600)
        #expect(verdicts.allSatisfy { kind, isAccepted in isAccepted == (kind != 2) })
    }
}
