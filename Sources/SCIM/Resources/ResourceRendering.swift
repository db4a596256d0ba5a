package import Encoding

extension SCIMResource {
    /// The JSON of an answer: `schemas` first, then the attributes in the order of their schemas, so that a resource is
    /// always written in the same way; extensions without data are left out together with their URN.
    package func rendered(_ projection: Projection = .byDefault) -> JSONObject {
        var members: [JSONMember] = []
        members.reserveCapacity(attributes.members.count + 1)
        var extensions: [JSONMember] = []
        for schema in definition.extensions {
            guard let data = attributes[schema.id]?.object else { continue }
            let shown = Self.shown(data, schema.attributes, projection, extensionID: schema.id)
            if !shown.isEmpty { extensions.append(JSONMember(name: schema.id, value: .object(JSONObject(shown)))) }
        }
        let urns = [definition.core.id] + extensions.map(\.name)
        members.append(JSONMember(name: "schemas", value: .array(urns.map { .string($0) })))
        members += Self.shown(attributes, definition.topLevelAttributes, projection, extensionID: nil)
        return JSONObject(members + extensions)
    }

    private static func shown(
        _ object: JSONObject,
        _ attributes: [SchemaAttribute],
        _ projection: Projection,
        extensionID: String?
    ) -> [JSONMember] {
        var places = [Int](repeating: -1, count: attributes.count)
        for (place, member) in object.members.enumerated() {
            // Names are canonical here, so that bytes decide.
            if let index = attributes.firstIndex(where: { $0.name.hasSameBytes(as: member.name) }) {
                places[index] = place
            }
        }
        var shown: [JSONMember] = []
        shown.reserveCapacity(object.members.count)
        for (index, attribute) in attributes.enumerated() where places[index] >= 0 {
            guard projection.shows(attribute, extensionID: extensionID) else { continue }
            let member = object.members[places[index]]
            guard attribute.type == .complex, projection.dividesElements(of: attribute) else {
                shown.append(member)
                continue
            }
            if let value = divided(member.value, attribute, projection, extensionID: extensionID) {
                shown.append(JSONMember(name: member.name, value: value))
            }
        }
        return shown
    }

    private static func divided(
        _ value: JSONValue,
        _ attribute: SchemaAttribute,
        _ projection: Projection,
        extensionID: String?
    ) -> JSONValue? {
        switch value {
        case .array(let elements):
            let shown = elements.compactMap { divided($0, attribute, projection, extensionID: extensionID) }
            return shown.isEmpty ? nil : .array(shown)
        case .object(let object):
            let shown = object.members.filter { member in
                guard let sub = attribute.subAttribute(named: member.name) else { return false }
                return projection.shows(sub, of: attribute, extensionID: extensionID)
            }
            return shown.isEmpty ? nil : .object(JSONObject(shown))
        default: return value
        }
    }
}
