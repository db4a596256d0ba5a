import JOSE
import Testing
import TokenVerification

/// attacks 5.4 #42: one way to bring a token, and what the client hears otherwise.
@Suite struct BearerTests {
    private func fault(_ fields: [String], query: String? = nil) -> BearerCredential.Fault? {
        do throws(BearerCredential.Fault) {
            _ = try BearerCredential.token(authorization: fields, query: query)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "bEaReR a.b.c"])
    func takesTheTokenInAnyCaseOfTheScheme(field: String) throws {
        #expect(try BearerCredential.token(authorization: [field], query: "page=2") == "a.b.c")
    }

    @Test(arguments: [
        ([], BearerCredential.Fault.missing), (["Basic YTpi"], .missing), ([""], .missing), (["Bear a.b.c"], .missing),
        (["Bearera.b.c"], .missing), (["DPoP a.b.c"], .missing), (["Bearer"], .malformed), (["Bearer "], .malformed),
        (["Bearer  a.b.c"], .malformed), (["Bearer a.b.c "], .malformed), (["Bearer a.b.c\t"], .malformed),
        (["Bearer\ta.b.c"], .missing), ([" Bearer a.b.c"], .missing), (["Bearer a.b.c, Bearer d.e.f"], .malformed),
        (["Bearer a.b.c,d.e.f"], .malformed), (["Bearer, a"], .malformed), (["Bearer \"a.b.c\""], .malformed),
        (["Bearer a.b.c; x=y"], .malformed), (["Bearer é"], .malformed), (["Bearer ="], .malformed),
        (["Bearer a=b"], .malformed), (["Bearer a.b.c", "Bearer a.b.c"], .severalFields),
        (["Bearer a.b.c", "Basic YTpi"], .severalFields), (["Basic YTpi", "Bearer a.b.c"], .severalFields),
    ])
    func refusesOtherWays(fields: [String], expected: BearerCredential.Fault) {
        #expect(fault(fields) == expected)
    }

    @Test(arguments: [
        "access_token=a.b.c", "page=2&access_token=a", "access_token", "access_token=", "access%5Ftoken=a",
        "%61ccess_token=a", "a=1&acces%73_token=x",
    ])
    func refusesTokensInTheQueryEvenBesideAGoodOne(query: String) {
        #expect(fault([], query: query) == .inQuery)
        #expect(fault(["Bearer a.b.c"], query: query) == .inQuery)
    }

    @Test(arguments: ["", "access_tokens=1", "my_access_token=1", "q=access_token", "access=token", "%", "%zz=1", "%6"])
    func leavesOtherQueriesAlone(query: String) {
        #expect(fault(["Bearer a.b.c"], query: query) == nil)
    }

    @Test func answersAsRFC6750Says() {
        let missing = BearerChallenge(BearerCredential.Fault.missing)
        #expect(missing.statusCode == 401)
        #expect(missing.authenticate == "Bearer")
        for fault in [BearerCredential.Fault.malformed, .severalFields, .inQuery] {
            #expect(BearerChallenge(fault).statusCode == 400)
            #expect(BearerChallenge(fault).authenticate == #"Bearer error="invalid_request""#)
        }
        let expired = BearerChallenge(TokenRejection.expired)
        #expect(expired.statusCode == 401)
        #expect(expired.code == "invalid_token")
        #expect(expired.authenticate?.hasPrefix(#"Bearer error="invalid_token""#) == true)
        let scope = BearerChallenge.insufficientScope("assets:write")
        #expect(scope.statusCode == 403)
        #expect(scope.authenticate == #"Bearer error="insufficient_scope", scope="assets:write""#)
    }

    /// Another token would be refused as well, so none is asked for.
    @Test func forbidsWhatIsOfASuspendedWorkspace() {
        let challenge = BearerChallenge(TokenRejection.workspaceSuspended)
        #expect(challenge.statusCode == 403)
        #expect(challenge.code == "workspace_suspended")
        #expect(challenge.authenticate == nil)
    }

    /// What is not known now may be known in a moment; another token would not help.
    @Test(arguments: [
        (TokenRejection.revocationUnknown, "revocation_unknown"), (.keysUnavailable, "keys_unavailable"),
    ])
    func asksToComeBackWhereNothingIsKnown(rejection: TokenRejection, code: String) {
        let challenge = BearerChallenge(rejection)
        #expect(challenge.statusCode == 503)
        #expect(challenge.code == code)
        #expect(challenge.retryAfterSeconds == 2)
        #expect(challenge.authenticate == nil)
    }

    /// A client learns that the token is bad, not which check it failed.
    @Test func saysNoMoreThanItMust() {
        let rejections: [TokenRejection] = [
            .untrusted(.invalidSignature), .untrusted(.algorithmNotAllowed), .unknownKey, .wrongType, .wrongIssuer,
            .wrongAudience, .wrongWorkspace, .malformedClaim(.subject),
        ]
        #expect(Set(rejections.map { BearerChallenge($0).detail }).count == 1)
    }

    @Test func cannotBeBrokenOutOf() {
        let challenge = BearerChallenge.insufficientScope("a\", error=\"x\r\nSet-Cookie: a=b\\")
        #expect(challenge.authenticate == #"Bearer error="insufficient_scope", scope="a,error=xSet-Cookie:a=b""#)
    }
}
