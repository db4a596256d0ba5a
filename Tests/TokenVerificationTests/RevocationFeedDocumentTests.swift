import Encoding
import JOSE
import TestSupport
import Testing
import TokenVerification

/// The one codec of gateway and follower.
@Suite struct RevocationFeedDocumentTests {
    private static let entries: [RevocationEntry] = [
        RevocationEntry(number: 3, scope: .session("s-1"), issuedBefore: 100, recordedAt: 101),
        RevocationEntry(number: 4, scope: .user("u-1", workspace: "w-1"), issuedBefore: 102, recordedAt: 102),
        RevocationEntry(number: 9, scope: .workspace("w-2"), issuedBefore: 103, recordedAt: 104),
    ]

    private static func document(_ change: (inout JSONObject) -> Void = { _ in }) throws -> [UInt8] {
        let document = RevocationFeedDocument(
            issuer: TokenForge.issuer,
            signedAt: 110,
            after: 2,
            head: 9,
            entries: entries
        )
        var object = try StrictJSON.parse(document.jsonBytes()).object ?? JSONObject()
        change(&object)
        return JSONValue.object(object).serialized()
    }

    private static func refusal(of bytes: [UInt8]) -> FeedRejection? {
        do throws(FeedRejection) {
            _ = try RevocationFeedDocument(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsWhatItWrites() throws {
        let key = try KeyIdentifier("withdrawn-key")
        let entries =
            Self.entries + [RevocationEntry(number: 10, scope: .key(key), issuedBefore: 0, recordedAt: 105)] + [
                RevocationEntry(
                    number: 11,
                    scope: .workspace("w-3"),
                    issuedBefore: 106,
                    recordedAt: 106,
                    isSuspension: true
                )
            ]
        let document = RevocationFeedDocument(
            issuer: TokenForge.issuer,
            signedAt: 110,
            after: 2,
            head: 12,
            entries: entries,
            windowSeconds: 400
        )
        #expect(try RevocationFeedDocument(parsing: document.jsonBytes()) == document)
    }

    @Test func readsSilence() throws {
        let silence = RevocationFeedDocument(issuer: TokenForge.issuer, signedAt: 110, after: 0, head: 0, entries: [])
        #expect(try RevocationFeedDocument(parsing: silence.jsonBytes()) == silence)
    }

    @Test(arguments: ["iss", "aud", "iat", "after", "head", "window", "entries"])
    func refusesMissingMembers(member: String) throws {
        #expect(Self.refusal(of: try Self.document { $0[member] = nil }) == .malformed)
    }

    @Test(arguments: [
        ("iat", "-1", FeedRejection.malformed), ("iat", "1.5", .malformed), ("iat", "\"110\"", .malformed),
        ("after", "-1", .malformed), ("after", "3", .disorderedEntries), ("after", "\"2\"", .malformed),
        ("head", "-1", .malformed), ("head", "8", .disorderedEntries), ("window", "0", .malformed),
        ("window", "86401", .malformed), ("aud", "\"asset-api\"", .wrongAudience), ("entries", "{}", .malformed),
        ("entries", "[1]", .malformed), ("iss", "5", .malformed),
    ])
    func refusesMembersThatAreWrong(member: String, text: String, error: FeedRejection) throws {
        let value = try StrictJSON.parse(Array(text.utf8))
        #expect(Self.refusal(of: try Self.document { $0[member] = value }) == error)
    }

    @Test(arguments: [
        #"{"number":1,"issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":"a","key":"b","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":"a","workspace":"b","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"user":"a","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":"","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":"é","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":5,"issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"key":"a b","issued_before":1,"recorded_at":1}"#,
        #"{"number":1,"session":"a","issued_before":-1,"recorded_at":1}"#,
        #"{"number":1,"session":"a","issued_before":1}"#, #"{"session":"a","issued_before":1,"recorded_at":1}"#,
        #"{"number":"1","session":"a","issued_before":1,"recorded_at":1}"#,
        #"{"number":3,"session":"a","issued_before":1,"recorded_at":1,"suspended":true}"#,
        #"{"number":3,"user":"a","workspace":"b","issued_before":1,"recorded_at":1,"suspended":true}"#,
        #"{"number":3,"workspace":"b","issued_before":1,"recorded_at":1,"suspended":1}"#,
        #"{"number":3,"workspace":"b","issued_before":1,"recorded_at":1,"suspended":null}"#,
    ])
    func refusesEntriesThatAreAmbiguousOrIncomplete(entry: String) throws {
        let value = try StrictJSON.parse(Array(entry.utf8))
        #expect(Self.refusal(of: try Self.document { $0["entries"] = [value] }) == .malformed)
    }

    @Test(arguments: [[3, 3], [4, 3], [2], [0], [-1], [10]])
    func refusesNumbersThatDoNotAscendToTheHead(numbers: [Int]) throws {
        let entries = numbers.map { number -> JSONValue in
            [
                "number": .number(JSONNumber(number)), "session": "a", "issued_before": 1, "recorded_at": 1,
            ]
        }
        #expect(Self.refusal(of: try Self.document { $0["entries"] = .array(entries) }) == .disorderedEntries)
    }

    @Test func refusesWhatIsNotStrictJSON() throws {
        let good = String(decoding: try Self.document(), as: UTF8.self)
        #expect(Self.refusal(of: Array(good.utf8)) == nil)
        for text in ["", "[]", good + "x", good.replacing(#""head":9"#, with: #""head":9,"head":1"#)] {
            #expect(Self.refusal(of: Array(text.utf8)) == .malformed)
        }
    }
}
