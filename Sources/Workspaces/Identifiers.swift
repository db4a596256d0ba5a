package import FoundationEssentials

/// An identifier of one kind of thing: a UUID that fits nowhere else.
package protocol Identifier: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == UUID {
    init(rawValue: UUID)
}

extension Identifier {
    /// The UUID in lower case, the only form that we write.
    package var description: String { rawValue.uuidString.lowercased() }

    /// The identifier that `text` spells in lower case with hyphens; nil for every other form.
    package init?(text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.init(rawValue: uuid)
        guard description.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// A fresh identifier (UUID version 4, RFC 9562 section 5.4).
    package static func random(from random: any RandomSource) -> Self {
        Self(rawValue: random.uuid())
    }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        let u = rawValue.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }

    /// The identifier of 16 bytes; nil for another length.
    package init?(bytes b: [UInt8]) {
        guard b.count == 16 else { return nil }
        self.init(
            rawValue: UUID(
                uuid: (
                    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
                )
            )
        )
    }
}

/// One customer.
package struct WorkspaceID: Identifier {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
}

/// A person in one workspace. The same mail address in two workspaces is two users who share nothing.
package struct UserID: Identifier {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }

    /// Whom a look-up asks about where there is nobody to ask about, so that it is made all the same: the nil UUID (RFC 9562
    /// section 5.9), which is no user's.
    package static let nobody = UserID(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
}

/// One sign-in of one user; `sid` in tokens.
package struct SessionID: Identifier {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
}

/// One request, from the answer's header through log and audit entry to the error page.
package struct CorrelationID: Identifier {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
}
