package import Encoding

/// Bounds on a body.
package enum BodyLimits {
    /// 1 MiB (attacks 5.6 #62).
    package static let bytes = 1 << 20

    /// Deep enough for a bulk request that carries a PATCH of a complex value; wide enough for the members that fit in
    /// the bytes.
    static let json = JSONLimits(bytes: bytes, depth: 16, values: 100_000)
    /// A JSON text within a string, as Entra writes roles.
    static let inner = JSONLimits(bytes: 8 << 10, depth: 4, values: 256)
}

/// The first steps with any body.
package enum SCIMBody {
    /// The JSON object of a body: at most 1 MiB of strict JSON.
    package static func object(_ bytes: [UInt8]) throws(SCIMError) -> JSONObject {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(bytes, limits: BodyLimits.json)
        } catch .tooLarge {
            throw SCIMError(.bodyTooLarge)
        } catch {
            throw SCIMError(.bodyNotJSON)
        }
        guard let object = value.object else { throw SCIMError(.bodyNotObject) }
        return object
    }

    /// The member of that name without case; refused where two members share it (attacks 5.6 #50: readers differ in which
    /// of two they take).
    static func member(_ name: String, of object: JSONObject) throws(SCIMError) -> JSONValue? {
        var found: JSONValue?
        for member in object.members where CaseFolding.sameName(member.name, name) {
            guard found == nil else { throw SCIMError(.bodyAmbiguousMember, "The body has \(name) twice.") }
            found = member.value
        }
        return found
    }

    /// Refuses a message whose `schemas` does not name it.
    static func requireMessage(_ urn: String, in object: JSONObject) throws(SCIMError) {
        guard let schemas = try member("schemas", of: object), !schemas.isNull else {
            throw SCIMError(.bodySchemasMissing)
        }
        let named = schemas.string.map { [$0] } ?? schemas.strings ?? []
        guard named.contains(where: { $0.hasSameURN(as: urn) }) else {
            throw SCIMError(.bodySchemasWrong, "schemas does not name \(urn).")
        }
    }
}
