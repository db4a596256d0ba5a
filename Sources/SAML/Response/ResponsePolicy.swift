/// How strict one connection is. Every value has a safe default; none can switch a check off.
package struct ResponsePolicy: Sendable {
    /// Which part must carry a signature. Every signature that is there is verified, whatever stands here.
    package var signature: SignatureRequirement = .either
    /// The tolerated difference between the identity provider's clock and ours, in both directions.
    package var skew: ClockSkew = .standard
    /// How the person is recognised.
    package var subject: SubjectRule = .persistentNameID
    /// What to do when an attribute's name stands several times.
    package var repeatedAttributes: RepeatedAttributes = .merged
    /// The oldest authentication, in seconds before now, that is accepted; nil for no bound of ours.
    package var longestAuthenticationAge: Int64?

    /// The longest life of an assertion, and the oldest issue: a day (attacks 1.6 #93, #95).
    package static let longestLifetime: Int64 = 86_400

    package init() {}

    /// Which part of a response must be signed.
    package enum SignatureRequirement: String, Sendable, CaseIterable {
        case signedResponse = "signed-response"
        case signedAssertion = "signed-assertion"
        case either
        case both
    }

    /// Where the key of a person's account comes from (attacks 0, rule 7).
    package enum SubjectRule: Sendable, Equatable {
        /// The NameID, which must therefore not be a transient one.
        case persistentNameID
        /// The NameID only names the session; the account's key is this attribute, which must have exactly one value.
        case attribute(String)
        /// Nothing is linked by this sign-in: a dry run or an inspection. Any NameID will do.
        case notLinked
    }

    /// Identity providers repeat an `Attribute` element for each value (Keycloak), so merging is the rule; a single-valued
    /// field with two different values is refused when it is mapped, never the last one taken (attacks 1.6 #104).
    package enum RepeatedAttributes: Sendable {
        case merged
        case refused
    }
}

/// A tolerated difference of clocks, in whole seconds from 0 to 180.
package struct ClockSkew: Sendable, Equatable {
    package let seconds: Int64

    /// More than three minutes is a clock to be repaired, not to be tolerated (attacks 1.6 #93).
    package static let most: Int64 = 180
    /// Two minutes.
    package static let standard = ClockSkew(unchecked: 120)
    package static let none = ClockSkew(unchecked: 0)

    /// Nil outside 0…180.
    package init?(seconds: Int64) {
        guard (0...Self.most).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    private init(unchecked seconds: Int64) {
        self.seconds = seconds
    }
}
