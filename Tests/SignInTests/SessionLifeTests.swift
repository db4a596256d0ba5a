import FoundationEssentials
import SignIn
import Testing
import Workspaces

/// How long a session stands (attacks 5.3 #22: both ends are counted on the server).
struct SessionLifeTests {
    private static let start = Date(unixSeconds: 1_764_000_000)
    private static let day = 24.0 * 3_600

    /// - Parameters: days since the sign-in of the last use, and of now.
    @Test(arguments: [(0.0, 0.0), (0, 13.9), (5, 18.9), (20, 29.9)])
    func standsWithinBothLimits(lastUse: Double, now: Double) {
        #expect(Self.session(lastUse: lastUse).isAlive(at: Self.start + now * Self.day))
    }

    @Test(arguments: [(0.0, 14.0), (0, 400), (5, 19), (20, 30), (29.9, 30), (29.9, 31)])
    func isOverAtEitherLimit(lastUse: Double, now: Double) {
        #expect(!Self.session(lastUse: lastUse).isAlive(at: Self.start + now * Self.day))
    }

    @Test func isOverOnceEndedAtWhateverTime() {
        let ended = Self.session(lastUse: 0, endedAt: Self.start + 1)
        #expect(!ended.isAlive(at: Self.start))
        #expect(!ended.isAlive(at: Self.start + 2))
    }

    private static func session(lastUse: Double, endedAt: Date? = nil) -> Session {
        Session(
            id: SessionID(rawValue: UUID()),
            user: UserID(rawValue: UUID()),
            clientID: Application.firstPartyID,
            methods: [.password],
            authenticatedAt: start,
            provedAt: start,
            lastUsedAt: start + lastUse * day,
            endedAt: endedAt,
            sourceAddress: nil,
            userAgent: nil
        )
    }
}
