import Encoding
import Testing

@testable import SCIM

/// scim.md 1.3: what a schema makes of a filter.
struct FilterCheckTests {
    @Test(
        arguments: [
            // The longest known URN first, a sub-attribute behind it (scim.md 1.3), a dot for the colon (Microsoft).
            ("urn:ietf:params:scim:schemas:core:2.0:User:name.familyName pr", "name.familyName"),
            ("URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:USERNAME pr", "userName"),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value pr", "manager.value"),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department pr", "department"),
            // contract section 2: manager alone is the enterprise extension's.
            ("manager pr", "manager"), ("manager.value pr", "manager.value"),
            ("meta.LASTMODIFIED pr", "meta.lastModified"), ("externalid pr", "externalId"), ("schemas pr", "schemas"),
        ]
    )
    func resolvesNames(_ text: String, expected: String) throws {
        guard case .present(let reference) = try CheckedFilter.parse(text) else {
            Issue.record("not a presence")
            return
        }
        #expect(reference.text == (reference.extensionID.map { "\($0):" } ?? "") + expected)
    }

    @Test(
        arguments: [
            // One type: an attribute that it does not have is refused (scim.md 1.3).
            ("unknown eq \"x\"", SCIMErrorCode.filterUnknownAttribute), ("members pr", .filterUnknownAttribute),
            ("name.unknown pr", .filterUnknownAttribute), ("emails[unknown pr]", .filterUnknownAttribute),
            ("userName.x pr", .filterUnknownAttribute), ("department eq \"x\"", .filterUnknownAttribute),
            ("urn:ietf:params:scim:schemas:core:2.0:User pr", .filterUnknownAttribute),
            ("urn:unknown:x:userName pr", .filterUnknownAttribute), ("__proto__ pr", .filterSyntax),
            // attacks 5.6 #59: reading secrets letter by letter.
            ("password sw \"a\"", .filterSecretAttribute), ("password pr", .filterSecretAttribute),
            ("PassWord eq null", .filterSecretAttribute),
            ("urn:ietf:params:scim:schemas:core:2.0:User:password pr", .filterSecretAttribute),
            // RFC 7644 table 3: no order of booleans and binaries.
            ("active gt true", .filterOperator), ("active ge true", .filterOperator),
            ("active lt true", .filterOperator),
            ("active le true", .filterOperator), ("active co true", .filterOperator),
            ("x509Certificates.value gt \"YQ==\"", .filterOperator), ("meta.created sw \"2024\"", .filterOperator),
            ("name eq \"x\"", .filterOperator), ("addresses eq \"x\"", .filterOperator),
            ("name[familyName pr] or x pr", .filterUnknownAttribute),
            // attacks 5.6 #57: values of wrong types.
            ("active eq \"banana\"", .filterValue), ("active eq \"TRUE\"", .filterValue), ("active eq 1", .filterValue),
            ("userName eq 5", .filterValue), ("userName eq true", .filterValue), ("userName eq bjensen", .filterValue),
            ("userName gt null", .filterValue), ("meta.created gt \"yesterday\"", .filterValue),
            ("meta.created gt \"2024-02-30T00:00:00Z\"", .filterValue), ("meta.created gt 5", .filterValue),
        ]
    )
    func refusesWhatDoesNotFitTheSchema(_ text: String, code: SCIMErrorCode) {
        #expect(refusal { _ = try CheckedFilter.parse(text) } == code)
        #expect(code.entry.status == 400 && code.entry.type == .invalidFilter)
    }

    @Test(
        arguments: [
            ("active eq \"True\"", Leniency.booleanAsString), ("active eq True", .booleanAsString),
            ("roles[primary eq \"True\"]", .booleanAsString), ("externalId eq jyoung", .unquotedValue),
            // Entra's documentation probes the manager like this.
            ("id eq 54D382A4-2050-4C03-94D1-E769F1D15682 and manager eq 2819c223-7f76", .unquotedValue),
            ("meta.Created gt 2015-10-10T14:38:21.8617979-07:00", .unquotedValue),
            ("manager eq \"x\"", .unqualifiedManager),
            ("emails[type eq \"work\"].value eq \"x\"", .subAttributeAfterValuePath),
        ]
    )
    func reportsLenientForms(_ text: String, leniency: Leniency) throws {
        var report = LeniencyReport()
        _ = try CheckedFilter.parse(text, for: .user, report: &report)
        #expect(report.has(leniency))
    }

    /// scim.md 1.3: `eq null` and `ne null` are "not pr" and "pr".
    @Test func readsNullAsPresence() throws {
        #expect(try CheckedFilter.parse("title eq null") == CheckedFilter.parse("not (title pr)"))
        #expect(try CheckedFilter.parse("title ne null") == CheckedFilter.parse("title pr"))
    }

    /// scim.md 1.3: an attribute of another type is no error in a search over all.
    @Test func unknownAttributeMatchesNothingAcrossTypes() throws {
        var report = LeniencyReport()
        let filter = try CheckedFilter.parse(
            "userName eq \"x\" or displayName eq \"tour guides\"",
            for: .group,
            report: &report,
            unknownMatchesNothing: true
        )
        #expect(filter.matches(try exampleGroup()))
    }

    /// RFC 7644 section 3.4.2.1: it is "as if there is no attribute value", in a negation as well.
    @Test(
        arguments: [
            ("userName eq \"x\"", false), ("userName pr", false), ("userName ne \"x\"", true),
            ("userName eq null", true),
            ("userName ne null", false), ("not (userName eq \"x\")", true), ("not (userName ne \"x\")", false),
            ("emails[type eq \"work\"]", false), ("userName gt \"a\" or userName le \"a\"", false),
        ]
    )
    func attributesOfOtherTypesHaveNoValue(_ text: String, expected: Bool) throws {
        var report = LeniencyReport()
        let filter = try CheckedFilter.parse(text, for: .group, report: &report, unknownMatchesNothing: true)
        #expect(filter.matches(try exampleGroup()) == expected)
    }

    @Test func knowsTheLookUpsThatIdentityProvidersMake() throws {
        let (reference, value) = try #require(try CheckedFilter.parse("userName eq \"BJensen\"").soleEquality)
        #expect(reference.text == "userName" && value == .folded("bjensen"))
        #expect(try CheckedFilter.parse("externalId eq \"A\"").soleEquality?.1 == .exact("A"))
        #expect(try CheckedFilter.parse("userName ne \"x\"").soleEquality == nil)
    }
}
