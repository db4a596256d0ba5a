import Encoding
import Testing

@testable import SCIM

/// scim.md 1.3: which resources a filter means.
struct FilterEvaluationTests {
    @Test(
        arguments: [
            // userName is not caseExact, externalId and id are.
            (#"userName eq "BJENSEN@example.com""#, true), (#"userName eq "bjensen""#, false),
            (#"externalId eq "00ujl29u0le5T6Aj10h7""#, true), (#"externalId eq "00UJL29U0LE5T6AJ10H7""#, false),
            (#"id eq "2819c223-7f76-453a-919d-413861904646""#, true),
            (#"userName ne "bjensen@example.com""#, false), (#"userName co "JENSEN""#, true),
            (#"userName sw "bj""#, true), (#"userName ew ".COM""#, true), (#"userName ew "comx""#, false),
            // attacks 5.6 #57: an empty text is in every text, and in nothing that is absent.
            (#"userName co """#, true), (#"nickName co """#, false),
            ("title pr", true), ("nickName pr", false), ("not (nickName pr)", true), ("nickName eq null", true),
            // ne holds where the attribute is absent.
            (#"nickName ne "x""#, true), (#"emails ne "bjensen@example.com""#, false),
            // A multi-valued attribute compares its value; a condition in brackets means one element.
            (#"emails eq "babs@jensen.example""#, true), (#"emails co "jensen""#, true),
            (#"emails.type eq "home""#, true),
            (#"emails[type eq "work" and value co "@example"]"#, true),
            (#"emails[type eq "home" and value co "@example.com"]"#, false),
            (#"emails.type eq "home" and emails.value co "@example.com""#, true),
            (#"emails[type eq "work"].value eq "bjensen@example.com""#, true),
            (#"emails[type eq "home"].value eq "bjensen@example.com""#, false),
            (#"emails[primary eq "True"]"#, true), (#"emails[not (type eq "work") and primary eq false]"#, true),
            (#"emails[type ne "work"]"#, true), (#"addresses[primary ne true]"#, true), ("emails[display pr]", false),
            // Dates are instants: offsets differ, the moment counts.
            (#"meta.lastModified eq "2024-05-13T06:42:34+02:00""#, true),
            (#"meta.lastModified gt "2024-05-13T04:42:33.999Z""#, true),
            (#"meta.lastModified ge "0001-01-03T00:00:00.0000000Z""#, true),
            (#"meta.lastModified lt "2024-05-13T00:42:35-04:00""#, true),
            (#"meta.lastModified le "2024-05-13T04:42:33Z""#, false),
            // Order of texts.
            (#"userName gt "bjensen""#, true), (#"userName lt "C""#, true), (#"userName ge "c""#, false),
            // Logic.
            (#"title pr and userType eq "Employee""#, false), (#"title pr or userType eq "Employee""#, true),
            (#"userType pr or title pr and active eq false"#, false),
            (#"(userType pr or title pr) and active eq true"#, true),
            // Extensions.
            (#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "tours""#, true),
            (#"manager eq "26118915""#, true), (#"manager.value eq "x""#, false), ("manager eq 26118915", true),
            (#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, true),
            // URNs are compared without case (scim.md 1.2).
            (#"schemas eq "URN:IETF:params:scim:schemas:core:2.0:user""#, true),
            (#"schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group""#, false),
            (#"groups.value eq "e9e30dba""#, true), ("groups[display sw \"tour\"]", true),
            (#"roles eq "member""#, true), (#"name.givenName eq "BARBARA""#, true),
            // Microsoft's delta question.
            (#"(ActiVe eq true) and meta.lastmodified ge "2021-09-23T19:35:41.8420572Z""#, true),
        ]
    )
    func findsWhatTheFilterSays(_ text: String, expected: Bool) throws {
        #expect(try CheckedFilter.parse(text).matches(exampleUser()) == expected)
    }

    /// Swift's own comparison would take these two for one.
    @Test func tellsComposedLettersFromDecomposed() throws {
        let user = try ResourceReader.stored(json(#"{"userName":"jos\u00e9"}"#), as: .user)
        #expect(try CheckedFilter.parse(#"userName eq "JOS\u00c9""#).matches(user))
        #expect(try !CheckedFilter.parse(#"userName eq "jose\u0301""#).matches(user))
    }

    @Test(
        arguments: [
            ("2024-05-13T04:42:34Z", Int64(1_715_575_354), Int32(0)), ("1970-01-01T00:00:00Z", 0, 0),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
            ("2015-10-10T14:38:21.8617979-07:00", 1_444_513_101, 861_797_900),
        ]
    )
    func readsInstants(_ text: String, seconds: Int64, nanoseconds: Int32) throws {
        let instant = try #require(SCIMInstant(text))
        #expect(instant.nanoseconds == nanoseconds)
        #expect(instant.seconds == seconds)
    }

    @Test(
        arguments: [
            "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
            "2024-05-13T24:00:00Z", "2024-05-13T04:60:00Z", "2024-05-13T04:42:60Z", "2024-05-13T04:42:34",
            "2024-05-13 04:42:34Z", "2024-05-13T04:42:34z", "2024-05-13T04:42:34.Z", "2024-05-13T04:42:34+15:00",
            "2024-05-13T04:42:34Zx", "2024-05-13", "", "24-05-13T04:42:34Z", "2024-05-00T04:42:34Z",
        ]
    )
    func refusesWhatIsNoInstant(_ text: String) {
        #expect(SCIMInstant(text) == nil)
    }
}
