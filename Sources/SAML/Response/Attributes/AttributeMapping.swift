internal import Encoding

/// Which of an identity provider's attribute names fill which of our fields. A connection starts from a preset
/// (``ProviderAttributeNames``) and may name its own.
///
/// Only fields in this list can be filled at all, and a role is not among them: no attribute grants anything by itself
/// (attacks 1.6 #106).
package struct AttributeMapping: Sendable, Equatable {
    /// For each field the names to look for; the first that is sent is taken.
    package private(set) var names: [PersonField: [String]]

    static let ambiguous = SAMLCode(
        "SAML-ATTR-06",
        reason: "An attribute that must have one value has several different ones.",
        cure: "Let the identity provider send a single value, or map the field to another attribute."
    )
    static let unreadable = SAMLCode(
        "SAML-ATTR-07",
        reason: "A mapped attribute holds something that is not plain text.",
        cure: "Let the identity provider send the attribute as text."
    )

    package static let codes = [ambiguous, unreadable]

    package init(_ names: [PersonField: [String]]) {
        self.names = names
    }

    /// This mapping with a field's names replaced.
    package func replacing(_ field: PersonField, with names: [String]) -> AttributeMapping {
        var copy = self
        copy.names[field] = names
        return copy
    }

    /// Reads the fields out of verified attributes.
    ///
    /// - Throws: `SAML-ATTR-06` for two different values of a single-valued field, `SAML-ATTR-07` for markup in a mapped one.
    package func person(from attributes: AttributeSet) throws(SAMLRejection) -> Person {
        var values: [PersonField: [String]] = [:]
        for field in PersonField.allCases {
            guard let entry = (names[field] ?? []).lazy.compactMap({ attributes[$0] }).first else { continue }
            // attacks 1.6 #105.
            guard !entry.hasUnreadableValue else {
                throw SAMLRejection(Self.unreadable, detail: SAMLRejection.quote(entry.name))
            }
            let found = entry.values.filter { !$0.isEmpty }
            // attacks 1.6 #104.
            guard field.holdsMany || found.count <= 1 else {
                throw SAMLRejection(
                    Self.ambiguous,
                    detail: "\(found.count) values of \(SAMLRejection.quote(entry.name))"
                )
            }
            values[field] = found
        }
        return Person(
            values: values,
            hasMoreGroupsElsewhere: attributes[ProviderAttributeNames.groupOverage] != nil
        )
    }

    /// What an identity provider says about a person, in our words.
    package struct Person: Sendable, Equatable {
        private let values: [PersonField: [String]]
        /// Entra left groups out and sent a link to them instead: what ``PersonField/groups`` holds is not all
        /// (attacks 1.9 #139).
        package let hasMoreGroupsElsewhere: Bool

        fileprivate init(values: [PersonField: [String]], hasMoreGroupsElsewhere: Bool) {
            self.values = values
            self.hasMoreGroupsElsewhere = hasMoreGroupsElsewhere
        }

        /// The value of a field that holds one.
        package subscript(field: PersonField) -> String? { values[field]?.first }

        /// The values of a field that may hold many.
        package func all(_ field: PersonField) -> [String] { values[field] ?? [] }
    }
}

/// What we want to know of a person from an identity provider.
package enum PersonField: String, Sendable, CaseIterable {
    /// An identifier that never changes and never passes to another person.
    case stableIdentifier = "stable_identifier"
    case userName = "user_name"
    case email
    case givenName = "given_name"
    case familyName = "family_name"
    case displayName = "display_name"
    case groups

    /// Whether several values are kept.
    package var holdsMany: Bool { self == .groups }
}
