package import FoundationEssentials

/// The second factors that somebody has.
package struct EnrolledFactors: Sendable, Equatable {
    /// What can be enrolled, in the order in which it is offered.
    package static let enrollable: [SignInFactor] = [.totp, .passkey]

    /// Since when there is an authenticator app; nil where there is none.
    package let totpSince: Date?
    package let recoveryCodesLeft: Int
    package let passkeys: Int

    package init(totpSince: Date?, recoveryCodesLeft: Int, passkeys: Int) {
        self.totpSince = totpSince
        self.recoveryCodesLeft = recoveryCodesLeft
        self.passkeys = passkeys
    }

    /// Recovery codes are the way back to a factor that is lost, not a factor to have.
    package var haveSecond: Bool { totpSince != nil || passkeys > 0 }

    /// Those that can be asked for, in the order in which they are offered.
    package var second: [SignInFactor] {
        guard haveSecond else { return [] }
        return (passkeys == 0 ? [] : [.passkey]) + (totpSince == nil ? [] : [.totp])
            + (recoveryCodesLeft == 0 ? [] : [.recoveryCode])
    }

    /// Those of them that can still be asked for. Recovery codes stand in for a factor that is lost: where the only one was
    /// just shown, there is nothing to stand in for.
    func second(besides proven: ProvenFactors) -> [SignInFactor] {
        let rest = second.filter { !proven.factors.contains($0) }
        return rest == [.recoveryCode] ? [] : rest
    }
}
