/// When a message may have been issued: not after now, not more than ``ResponsePolicy/longestLifetime`` before it, each with
/// the tolerated difference of clocks (attacks 1.6 #95).
enum IssueWindow {
    static func contains(_ instant: SAMLInstant, in circumstances: Circumstances) -> Bool {
        instant <= circumstances.latestNow
            && instant >= circumstances.earliestNow.adding(seconds: -ResponsePolicy.longestLifetime)
    }
}

extension Issuer {
    /// Whether this names the entity, with a format that is absent or says "entity" (SAML Core 2.0, section 8.3.6).
    func names(_ entity: EntityID) -> Bool {
        if let format, NameIDFormat(uri: format) != .entity { return false }
        return entity.isNamed(by: name)
    }
}
