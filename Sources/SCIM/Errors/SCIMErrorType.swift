/// The `scimType` of an error (RFC 7644 table 9, RFC 9865 section 2.3).
package enum SCIMErrorType: String, Sendable, CaseIterable {
    case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue, invalidVers
    case sensitive
    case invalidCursor, expiredCursor, invalidCount
}
