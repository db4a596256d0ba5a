extension SCIMSchema {
    /// The core user (RFC 7643 section 4.1).
    package static let user = SCIMSchema(
        id: "urn:ietf:params:scim:schemas:core:2.0:User",
        name: "User",
        text: "A person of the workspace.",
        attributes: UserAttributes.singular + UserAttributes.plural
    )
}

package enum UserAttributes {
    /// Decision record 20: a user without it may not sign in.
    package static let active = SchemaAttribute("active", "Whether the person may sign in.", .boolean)

    package static let password = SchemaAttribute(
        "password",
        "A password in clear text. Taken and never shown.",
        mutability: .writeOnly,
        returned: .never
    )

    fileprivate static let singular: [SchemaAttribute] = [
        SchemaAttribute(
            "userName",
            "The name that the identity provider knows the person by. Unique in the workspace, kept in its own case.",
            required: true,
            uniqueness: .server
        ),
        SchemaAttribute(
            "name",
            "The parts of the person's name.",
            .complex,
            subAttributes: [
                SchemaAttribute("formatted", "The whole name, ready to show."),
                SchemaAttribute("familyName", "The family name."),
                SchemaAttribute("givenName", "The given name."),
                SchemaAttribute("middleName", "The middle names."),
                SchemaAttribute("honorificPrefix", "What stands before the name, such as a title."),
                SchemaAttribute("honorificSuffix", "What stands after the name."),
            ]
        ),
        SchemaAttribute("displayName", "The name shown to others."),
        SchemaAttribute("nickName", "What the person is called casually."),
        SchemaAttribute("profileUrl", "A page about the person.", .reference, referenceTypes: ["external"]),
        SchemaAttribute("title", "The person's title in the organisation."),
        SchemaAttribute("userType", "How the person belongs to the organisation, such as Employee or Contractor."),
        SchemaAttribute("preferredLanguage", "The languages the person prefers, as in Accept-Language."),
        SchemaAttribute("locale", "The locale for dates, numbers and currency, such as en-US."),
        SchemaAttribute("timezone", "The time zone by its IANA name."),
        active,
        password,
    ]

    fileprivate static let plural: [SchemaAttribute] = [
        values("emails", "Mail addresses.", "A mail address.", types: ["work", "home", "other"]),
        values(
            "phoneNumbers",
            "Phone numbers.",
            "A phone number, kept as it was written.",
            types: ["work", "home", "mobile", "fax", "pager", "other"]
        ),
        values(
            "ims",
            "Addresses for instant messages.",
            "An address for instant messages.",
            types: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]
        ),
        SchemaAttribute(
            "photos",
            "Pictures of the person.",
            .complex,
            multiValued: true,
            subAttributes: [
                SchemaAttribute("value", "Where the picture is.", .reference, referenceTypes: ["external"])
            ] + describing(types: ["photo", "thumbnail"])
        ),
        SchemaAttribute(
            "addresses",
            "Postal addresses.",
            .complex,
            multiValued: true,
            subAttributes: [
                SchemaAttribute("formatted", "The whole address, with line breaks.", allowsLineBreaks: true),
                SchemaAttribute("streetAddress", "Street and house, with line breaks.", allowsLineBreaks: true),
                SchemaAttribute("locality", "The town."),
                SchemaAttribute("region", "The state or region."),
                SchemaAttribute("postalCode", "The postal code."),
                SchemaAttribute("country", "The country."),
                SchemaAttribute("type", "What the address is for.", canonicalValues: ["work", "home", "other"]),
                SchemaAttribute("primary", "Whether it is the preferred one.", .boolean),
            ]
        ),
        SchemaAttribute(
            "groups",
            "The groups the person is a member of. Changed through the groups.",
            .complex,
            multiValued: true,
            mutability: .readOnly,
            subAttributes: [
                SchemaAttribute("value", "The id of the group.", caseExact: true, mutability: .readOnly),
                SchemaAttribute(
                    "$ref",
                    "The address of the group.",
                    .reference,
                    mutability: .readOnly,
                    referenceTypes: ["Group"]
                ),
                SchemaAttribute("display", "The name of the group.", mutability: .readOnly),
                SchemaAttribute(
                    "type",
                    "Whether the membership is direct.",
                    mutability: .readOnly,
                    canonicalValues: ["direct", "indirect"]
                ),
            ]
        ),
        values("entitlements", "Things the person is entitled to. Kept, without effect.", "An entitlement.", types: []),
        RoleAttributes.roles,
        SchemaAttribute(
            "x509Certificates",
            "Certificates issued to the person.",
            .complex,
            multiValued: true,
            subAttributes: [SchemaAttribute("value", "The DER encoding, in base64.", .binary)] + describing(types: [])
        ),
    ]

    /// The shape of RFC 7643 section 2.4: value, display, type, primary.
    private static func values(_ name: String, _ text: String, _ valueText: String, types: [String]) -> SchemaAttribute
    {
        SchemaAttribute(
            name,
            text,
            .complex,
            multiValued: true,
            subAttributes: [SchemaAttribute("value", valueText)] + describing(types: types)
        )
    }

    private static func describing(types: [String]) -> [SchemaAttribute] {
        [
            SchemaAttribute("display", "A name to show."),
            SchemaAttribute("type", "What it is for.", canonicalValues: types),
            SchemaAttribute("primary", "Whether it is the preferred one.", .boolean),
        ]
    }
}
