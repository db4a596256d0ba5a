package import FoundationEssentials
package import Workspaces

/// Writes a revocation: tokens of this session, user, workspace or key issued up to this second are refused.
package struct RevokeAccessTokens: Sendable {
    private let control: any ControlDatabaseAccess
    private let revocations: any RevocationStorage
    private let log: RevocationLog
    private let folding: RevocationFolding
    private let clock: any WallClock

    package init(
        control: any ControlDatabaseAccess,
        revocations: any RevocationStorage,
        log: RevocationLog,
        folding: RevocationFolding = .standard,
        clock: any WallClock
    ) {
        self.control = control
        self.revocations = revocations
        self.log = log
        self.folding = folding
        self.clock = clock
    }

    /// Commits the entry in the control database, in a transaction of its own, and returns the moment that it names: past
    /// our clock by what another node's may be ahead (``ClockSkew``).
    ///
    /// The caller holds the lock on the row that whoever issues a token of that scope takes too; so no token can be issued
    /// between the entry's moment and the caller's own commit.
    package func callAsFunction(_ revocation: Revocation) async throws -> Date {
        let now = clock.now
        let moment = now.addingTimeInterval(ClockSkew.tolerated)
        let number = try await control.transaction { [revocations] in
            try await revocations.append(revocation, issuedBefore: moment.unixSeconds, at: now, in: $0)
        }
        try await log.refresh()
        if number.isMultiple(of: folding.lookInterval) { await fold(at: now) }
        return moment
    }

    /// In a transaction of its own, since no revocation may fail for the sake of a shorter feed: whoever comes to the next look
    /// tries again.
    private func fold(at now: Date) async {
        let folded = try? await control.transaction { [revocations, folding] in
            try await revocations.fold(
                by: folding,
                recordedSince: RevocationFolding.feedBegins(at: now),
                issuedBefore: now.unixSeconds - RevocationFolding.settlingSeconds,
                at: now,
                in: $0
            )
        }
        guard let folded, folded > 0 else { return }
        log.hasFolded(folded)
        try? await log.refresh()
    }
}
