import Testing

@testable import SCIM

/// scim.md 1.5.
struct ResourceVersionTests {
    private let seven = ResourceVersion(number: 7)

    @Test func isAWeakTag() {
        #expect(seven.tag == #"W/"7""#)
    }

    @Test(arguments: [#"W/"7""#, #""7""#, "*", #""6", W/"7""#, #" W/"7" "#])
    func accepts(_ header: String) throws {
        #expect(throws: Never.self) { try VersionCondition(header).require(seven) }
    }

    @Test(arguments: [#"W/"8""#, #""6", W/"8""#, #"W/"""#])
    func refusesAnotherVersion(_ header: String) {
        #expect(refusal { try VersionCondition(header).require(seven) } == .versionMismatch)
        #expect(SCIMErrorCode.versionMismatch.entry.status == 412)
    }

    /// `*` asks for a resource that exists.
    @Test func refusesWhatDoesNotExist() {
        #expect(refusal { try VersionCondition("*").require(nil) } == .versionMismatch)
    }

    @Test(arguments: [
        "", "7", "W/7", #"w/"7""#, #"W/"7"#, #""7"x"#, #""a b""#, ",", String(repeating: #""1","#, count: 17),
    ])
    func refusesWhatIsNoTag(_ header: String) {
        #expect(refusal { _ = try VersionCondition(header) } == .versionSyntax)
    }
}
