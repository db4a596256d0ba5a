import Encoding
package import Secrets

/// What a PATCH comes to.
package struct PatchResult: Sendable {
    /// The resource after all operations; `meta` is as it was, since time and versions are the caller's.
    package let resource: SCIMResource
    /// The attributes whose value differs from before, by their names or `URN:name`; empty for a no-op, which must not
    /// move `lastModified`. Members are among them only where the list was loaded.
    package let changedAttributes: [String]
    /// The rows of the membership that were named. Where the list was not loaded, whether they change anything is for
    /// the database to say.
    package let membership: MembershipChange
    /// A new password.
    package let password: Secret<String>?
    /// The role that the user gets, where it differs from the one it has.
    package let role: ProvisionedRole?
    package let report: LeniencyReport

    /// Whether the resource differs from before, as far as it was loaded.
    package var isChanged: Bool { !changedAttributes.isEmpty }
}

/// Whether a group is handed over with its members.
package enum MemberLoading: Sendable {
    /// `members` of the resource is the whole list, and is changed.
    case loaded
    /// The list was not read; the change of the membership is only named.
    case notLoaded
}

extension SCIMResource {
    /// Applies a PATCH: all operations in their order, or none.
    ///
    /// - Throws: ``SCIMError`` of the first operation that is refused; the resource is untouched then.
    package func patched(
        by request: PatchRequest,
        profile: ClientProfile = .strict,
        members: MemberLoading = .loaded
    ) throws(SCIMError) -> PatchResult {
        var pass = PatchPass(self, profile: profile)
        for operation in request.operations { try pass.apply(operation) }
        return try pass.finish(members: members)
    }
}

/// Names what differs between two states.
enum ResourceDifference {
    static func names(from before: SCIMResource, to after: SCIMResource) -> [String] {
        var names: [String] = []
        for attribute in before.definition.topLevelAttributes
        where !JSONSameness.same(before.value(of: attribute), after.value(of: attribute)) {
            names.append(attribute.name)
        }
        for schema in before.definition.extensions {
            let (old, new) = (before.attributes[schema.id]?.object, after.attributes[schema.id]?.object)
            guard old != nil || new != nil else { continue }
            for attribute in schema.attributes
            where !JSONSameness.same(old?[attribute.name], new?[attribute.name]) {
                names.append("\(schema.id):\(attribute.name)")
            }
        }
        return names
    }
}
