import FoundationEssentials
import TokenVerification
import Workspaces

/// When the revocations of a workspace's sessions and users become one for all of it: thousands that are ended together
/// would make the feed longer than an API takes.
///
/// The one entry reaches exactly as far as the last of those that it stands for, so it refuses all that they refused. Of the
/// workspace's others it refuses what was issued before that, and they refresh once. Only revocations of some seconds ago are
/// folded: so nothing that is issued from now on is refused, and whoever issues has nothing to wait for.
package struct RevocationFolding: Sendable {
    package static let standard = RevocationFolding(
        mostOfWorkspace: 1_000,
        mostOfAll: RevocationFeedDocument.maximumEntries / 2,
        lookInterval: 100
    )

    /// Seconds that the moment of a revocation lies back before it is folded: the clocks of who wrote it, who folds it and
    /// who issues may each be ``ClockSkew/tolerated`` apart, and `iat` counts whole seconds.
    package static let settlingSeconds = 5

    /// Entries of one workspace in the feed that stand for themselves. With one more they are folded.
    package let mostOfWorkspace: Int
    /// Entries in the feed that stand for themselves. With one more the workspaces that have the most are folded, however
    /// few those are.
    package let mostOfAll: Int
    /// Whoever revokes by the entry of a number that is divisible by this looks whether there is something to fold. Looking
    /// reads all that is in the feed, which grows by about as many between two looks.
    package let lookInterval: Int64

    package init(mostOfWorkspace: Int, mostOfAll: Int, lookInterval: Int64) {
        self.mostOfWorkspace = mostOfWorkspace
        self.mostOfAll = mostOfAll
        self.lookInterval = lookInterval
    }

    /// From when on an entry is in the feed at `now`.
    static func feedBegins(at now: Date) -> Date {
        now.addingTimeInterval(-Double(RevocationFeedDocument.standardWindowSeconds))
    }
}
