import JOSE
import TestSupport
import Testing
import TokenVerification

/// What an entry strikes, and when.
@Suite struct RevocationTests {
    private static let claims = TokenForge.claims()
    private let key = TokenForge().key.identifier

    private func isRevoked(_ scope: RevocationEntry.Scope, at second: Int) throws -> Bool {
        var table = RevocationTable()
        try table.apply([RevocationEntry(number: 1, scope: scope, issuedBefore: second, recordedAt: second)])
        return table.refusal(of: Self.claims, signedBy: key) == .revoked
    }

    /// attacks 5.4 #39: `iat` counts seconds, so the second of the entry itself is refused.
    @Test(arguments: [
        RevocationEntry.Scope.session(claims.sessionID), .user(claims.subject, workspace: claims.workspaceID),
        .workspace(claims.workspaceID),
    ])
    func strikesWhatWasIssuedUpToItsSecond(scope: RevocationEntry.Scope) throws {
        #expect(try !isRevoked(scope, at: Self.claims.issuedAt - 1))
        #expect(try isRevoked(scope, at: Self.claims.issuedAt))
        #expect(try isRevoked(scope, at: Self.claims.issuedAt + 1))
    }

    @Test(arguments: [
        RevocationEntry.Scope.session("other"), .session(claims.subject), .session(claims.sessionID.uppercased()),
        .user(claims.subject, workspace: "other"), .user("other", workspace: claims.workspaceID),
        .user(claims.workspaceID, workspace: claims.subject), .workspace("other"), .workspace(claims.workspaceSlug),
    ])
    func leavesOthersAlone(scope: RevocationEntry.Scope) throws {
        #expect(try !isRevoked(scope, at: Self.claims.issuedAt + 1_000))
    }

    /// The newest word on the workspace counts, and a session that ended with it is told the same.
    @Test(arguments: [[true], [false, true], [true, true], [true, false], [true, true, false]])
    func tellsASuspensionWhileItLasts(words: [Bool]) throws {
        let moment = Self.claims.issuedAt
        let session = RevocationEntry(
            number: 1,
            scope: .session(Self.claims.sessionID),
            issuedBefore: moment,
            recordedAt: moment
        )
        let entries = zip(2..., words).map { number, isSuspension in
            RevocationEntry(
                number: number,
                scope: .workspace(Self.claims.workspaceID),
                issuedBefore: number == 2 ? moment : 0,
                recordedAt: moment,
                isSuspension: isSuspension
            )
        }
        let expected: RevocationVerdict = words.last == true ? .suspended : .revoked
        for order in [entries, entries.reversed()] {
            var table = RevocationTable()
            for entry in [session] + order { try table.apply([entry]) }
            #expect(table.refusal(of: Self.claims, signedBy: key) == expected)
            let later = TokenForge.claims { $0.issuedAt = moment + 1 }
            #expect(table.refusal(of: later, signedBy: key) == nil)
        }
    }

    /// Whoever stole a key can write any `iat`.
    @Test func strikesAllTokensOfAWithdrawnKey() throws {
        #expect(try isRevoked(.key(key), at: 0))
        #expect(try !isRevoked(.key(try KeyIdentifier("other")), at: Self.claims.issuedAt + 1_000))
    }

    @Test func keepsTheLaterMomentInWhateverOrder() throws {
        let scope = RevocationEntry.Scope.session(Self.claims.sessionID)
        let (early, late) = (Self.claims.issuedAt - 100, Self.claims.issuedAt + 100)
        for moments in [[early, late], [late, early]] {
            var table = RevocationTable()
            for (number, moment) in moments.enumerated() {
                let entry = RevocationEntry(
                    number: Int64(number + 1),
                    scope: scope,
                    issuedBefore: moment,
                    recordedAt: moment
                )
                try table.apply([entry])
            }
            #expect(table.refusal(of: Self.claims, signedBy: key) == .revoked)
            #expect(table.count == 1)
        }
    }

    @Test func dropsAnEntryWhenAllItsTokensHaveExpired() throws {
        var table = RevocationTable()
        let moment = Self.claims.issuedAt
        try table.apply([
            RevocationEntry(number: 1, scope: .session(Self.claims.sessionID), issuedBefore: moment, recordedAt: moment)
        ])
        table.dropExpired(at: moment + 600)
        #expect(table.count == 1)
        table.dropExpired(at: moment + 700)
        #expect(table.count == 0)
    }

    /// attacks 5.4 #39, #41: no news, old news, and a clock that went back.
    @Test func knowsNothingBeforeItsFirstNewsAndPastItsBound() throws {
        let board = RevocationBoard(boundSeconds: 60)
        let now = TokenForge.now
        func verdict(at moment: Int) -> RevocationVerdict { board.verdict(on: Self.claims, signedBy: key, at: moment) }
        #expect(verdict(at: now) == .unknown)
        #expect(board.ageSeconds(at: now) == nil)
        try board.publish([], completeAsOf: now)
        #expect(verdict(at: now) == .current)
        #expect(verdict(at: now + 60) == .current)
        #expect(verdict(at: now + 61) == .unknown)
        #expect(verdict(at: now - 30) == .current)
        #expect(verdict(at: now - 31) == .unknown)
        #expect(board.ageSeconds(at: now + 5) == 5)
    }

    @Test func keepsAKnownRevocationWhateverItsAge() throws {
        let board = RevocationBoard(boundSeconds: 60)
        let moment = Self.claims.issuedAt
        let entry = RevocationEntry(
            number: 1,
            scope: .workspace(Self.claims.workspaceID),
            issuedBefore: moment,
            recordedAt: moment
        )
        try board.publish([entry], completeAsOf: moment)
        #expect(board.verdict(on: Self.claims, signedBy: key, at: moment + 5_000) == .revoked)
    }

    @Test func refusesMoreThanItMayHoldAndStaysAsItWas() throws {
        let board = RevocationBoard(boundSeconds: 60)
        let entries = (1...100_001).map { number in
            RevocationEntry(
                number: Int64(number),
                scope: .session("session-\(number)"),
                issuedBefore: TokenForge.now,
                recordedAt: TokenForge.now
            )
        }
        #expect(throws: FeedRejection.tooManyEntries) { try board.publish(entries, completeAsOf: TokenForge.now) }
        #expect(board.ageSeconds(at: TokenForge.now) == nil)
    }

    /// A board that was full takes entries again once the old ones have expired: nobody restarts an API for that.
    @Test func takesEntriesAgainOnceTheOldOnesHaveExpired() throws {
        let board = RevocationBoard(boundSeconds: 60)
        func entries(_ count: Int, at moment: Int) -> [RevocationEntry] {
            (1...count).map { number in
                RevocationEntry(
                    number: Int64(moment + number),
                    scope: .session("session-\(moment)-\(number)"),
                    issuedBefore: moment,
                    recordedAt: moment
                )
            }
        }
        try board.publish(entries(100_000, at: TokenForge.now), completeAsOf: TokenForge.now)
        let later = TokenForge.now + 3_600
        try board.publish(entries(1, at: later), completeAsOf: later)
        #expect(board.ageSeconds(at: later) == 0)
    }
}
