package import Encoding

/// A member of a group as a request names it.
package struct GroupMember: Sendable, Equatable {
    /// The id of a user or group, compared byte by byte.
    package let value: String
    /// The element with all its sub-attributes, canonical.
    package let element: JSONObject

    /// Nil where the element has no value.
    package init?(_ element: JSONValue) {
        guard let object = element.object, let value = object["value"]?.string, !value.isEmpty else { return nil }
        self.value = value
        self.element = object
    }

    package static func == (first: GroupMember, second: GroupMember) -> Bool {
        first.value.hasSameBytes(as: second.value)
    }
}

/// The rows of a membership that a request names, so that a group is changed by inserting and deleting these and nothing
/// else: no member list is read, edited and written back, and parallel requests lose no one.
///
/// To be carried out in this order: delete all if ``clearsFirst``, delete ``removed``, delete those that meet a condition
/// of ``removedMatching``, insert ``added`` where they are not there yet. The last operation on a member has won already.
package struct MembershipChange: Sendable, Equatable {
    package private(set) var clearsFirst = false
    package private(set) var removed: [String] = []
    /// Conditions other than on `value`, which name no row.
    package private(set) var removedMatching: [CheckedFilter] = []
    private var additions: [GroupMember?] = []
    private var addedPlaces: [ByteKey: Int] = [:]
    private var removedKeys: Set<ByteKey> = []

    package init() {}

    /// In the order in which they were named.
    package var added: [GroupMember] { additions.compactMap(\.self) }

    package var isEmpty: Bool { !clearsFirst && removed.isEmpty && removedMatching.isEmpty && addedPlaces.isEmpty }

    mutating func add(_ members: [GroupMember]) {
        additions.reserveCapacity(additions.count + members.count)
        for member in members {
            let key = ByteKey(member.value)
            guard addedPlaces[key] == nil else { continue }
            addedPlaces[key] = additions.count
            additions.append(member)
        }
    }

    mutating func remove(_ values: [String]) {
        for value in values {
            let key = ByteKey(value)
            if let place = addedPlaces.removeValue(forKey: key) { additions[place] = nil }
            guard !clearsFirst, removedKeys.insert(key).inserted else { continue }
            removed.append(value)
        }
    }

    /// - Throws: `SCIM-PATH-04` behind additions to a list that was not cleared: one who was a member before may have been
    ///   added with another name than the one that stands, so that only the list could tell whether the condition is met.
    mutating func remove(where condition: CheckedFilter) throws(SCIMError) {
        if clearsFirst { return remove(added.filter { condition.matchesElement($0.element) }.map(\.value)) }
        guard addedPlaces.isEmpty else {
            throw SCIMError(.pathFilter, "Behind additions, members are removed by their value.")
        }
        removedMatching.append(condition)
    }

    mutating func clear() {
        self = MembershipChange()
        clearsFirst = true
    }

    /// The same change made to a list in memory. One who is removed and added again keeps the place.
    package func applied(to members: [JSONValue]) -> [JSONValue] {
        var result: [JSONValue] = []
        result.reserveCapacity(members.count + additions.count)
        var present: Set<ByteKey> = []
        for element in members {
            guard let member = GroupMember(element) else { continue }
            let key = ByteKey(member.value)
            if addedPlaces[key] == nil {
                guard !clearsFirst, !removedKeys.contains(key),
                    !removedMatching.contains(where: { $0.matchesElement(member.element) })
                else { continue }
            }
            if present.insert(key).inserted { result.append(element) }
        }
        for member in additions {
            guard let member, present.insert(ByteKey(member.value)).inserted else { continue }
            result.append(.object(member.element))
        }
        return result
    }
}
