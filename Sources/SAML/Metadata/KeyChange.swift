/// How the signing keys of new metadata relate to those a connection trusts (attacks 1.8 #128).
package enum KeyChange: Sendable, Equatable {
    /// The same certificates.
    case none
    /// Some stay: an announced rotation, which may be taken over without asking.
    case rotation
    /// None stays, or the entity is another one: an admin must confirm, since whoever controls the address could have done it.
    case replacement

    package init(
        from old: (entityID: EntityID, certificates: [[UInt8]]),
        to new: IdentityProviderMetadata
    ) {
        let before = Set(old.certificates)
        let after = Set(new.signingCertificates)
        guard old.entityID == new.entityID, !before.isDisjoint(with: after) else {
            self = .replacement
            return
        }
        self = before == after ? .none : .rotation
    }
}
