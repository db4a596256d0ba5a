/// All codes of the engine. The documentation page `SAMLCodes` is made from this list, and a test holds them equal.
package enum SAMLCatalogue {
    /// Sorted by name; every name once.
    package static let all: [SAMLCode] = {
        let checks =
            ResponseChecks.ofEnvelope.map { $0.code } + ResponseChecks.ofAssertion.map { $0.code }
            + ResponseChecks.ofConfirmation.map { $0.code } + LogoutChecks.ofEnvelope.map { $0.code }
        let others =
            BindingRefusals.codes + DocumentReading.codes + MessageForm.codes + ParsedResponse.codes
            + SignatureGate.codes + EncryptedParts.codes
            + SignatureRefusal.codes + TrustedIdentityProvider.codes + ServiceProvider.codes + AttributeElement.codes
            + AttributeSet.codes
            + AttributeMapping.codes + MetadataRefusals.codes + LogoutRefusals.codes
        return (checks + others).sorted { $0.name < $1.name }
    }()
}
