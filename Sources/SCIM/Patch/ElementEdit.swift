import Encoding

/// An operation on the elements of a multi-valued attribute.
struct ElementEdit {
    private let attribute: SchemaAttribute
    private var elements: [JSONValue]
    /// The elements that this operation wrote, by place: of these at most one may be primary, and it ends the others'
    /// being it (RFC 7643 section 2.4).
    private var written: Set<Int> = []
    var values: ValueReading

    init(_ attribute: SchemaAttribute, standing: [JSONValue], values: ValueReading) {
        self.attribute = attribute
        elements = standing
        self.values = values
    }

    /// The attribute's value afterwards; nil where nothing is left.
    func result() throws(SCIMError) -> JSONValue? {
        let bound = ValueLimits.elements(of: attribute)
        guard elements.count <= bound else {
            throw SCIMError(.valueTooMany, "\(attribute.name) would have more than \(bound) values.")
        }
        guard !elements.isEmpty else {
            guard !attribute.isRequired else { throw SCIMError(.patchRequired, "\(attribute.name) is required.") }
            return nil
        }
        guard elements.count > 1 else { return .array(elements) }
        // A sub-attribute written or removed can make several elements one (RFC 7643 section 2.4).
        return .array(Distinctness.distinct(try withOnePrimary(), of: attribute))
    }

    private func withOnePrimary() throws(SCIMError) -> [JSONValue] {
        guard attribute.primarySubAttribute != nil else { return elements }
        let primaries = written.filter { elements[$0].object?["primary"]?.bool == true }
        guard primaries.count <= 1 else {
            throw SCIMError(.valuePrimary, "More than one of \(attribute.name) would be primary.")
        }
        guard let primary = primaries.first else { return elements }
        var settled = elements
        for place in settled.indices where place != primary {
            guard case .object(var object) = settled[place], object["primary"]?.bool == true else { continue }
            object["primary"] = false
            settled[place] = .object(object)
        }
        return settled
    }

    // MARK: The whole attribute

    /// `emails`: add appends, replace sets the whole, remove takes the named values or, without any, all.
    mutating func apply(_ kind: PatchOperation.Kind, _ value: JSONValue?) throws(SCIMError) {
        switch (kind, value) {
        case (.remove, nil), (.remove, .null?): elements = []
        case (.remove, let value?): try removeEqual(to: value)
        case (.add, let value?): try append(value)
        case (.replace, let value?):
            elements = try values.read(value, of: attribute)?.array ?? []
            written = Set(elements.indices)
        case (_, nil): throw SCIMError(.valueMissing)
        }
    }

    /// An element that is there already takes on what the new one says; nothing is there twice.
    private mutating func append(_ value: JSONValue) throws(SCIMError) {
        let added = try values.read(value, of: attribute)?.array ?? []
        var places: [Distinctness.Key: Int] = [:]
        for (place, element) in elements.enumerated() {
            let key = Distinctness.Key(element, of: attribute)
            if places[key] == nil { places[key] = place }
        }
        for element in added {
            if let place = places[Distinctness.Key(element, of: attribute)] {
                if let given = element.object { try merge(given, at: place) }
            } else {
                elements.append(element)
                written.insert(elements.count - 1)
            }
        }
    }

    /// Removal by value array (Entra): each given element takes those that have all that it says.
    private mutating func removeEqual(to value: JSONValue) throws(SCIMError) {
        var given: [JSONValue] = []
        for element in try values.array(value, of: attribute) {
            if let read = try values.readElement(element, of: attribute) { given.append(read) }
        }
        elements.removeAll { element in given.contains { Self.has(element, allOf: $0, attribute) } }
    }

    private static func has(_ element: JSONValue, allOf given: JSONValue, _ attribute: SchemaAttribute) -> Bool {
        guard let given = given.object, let element = element.object else { return JSONSameness.same(element, given) }
        // A display name or a primary flag that has changed since does not hide the value it belongs to.
        let telling = given.members.filter { $0.name == "value" || $0.name == "type" }
        return (telling.isEmpty ? given.members : telling).allSatisfy { member in
            guard let sub = attribute.subAttribute(named: member.name) else { return false }
            if !sub.isCaseExact, let first = member.value.string, let second = element[sub.name]?.string {
                return CaseFolding.folded(first).hasSameBytes(as: CaseFolding.folded(second))
            }
            return JSONSameness.same(element[sub.name], member.value)
        }
    }

    // MARK: One sub-attribute of all elements

    /// `emails.type`: of every element; where there is none, one is made.
    mutating func applyToAll(
        _ kind: PatchOperation.Kind,
        sub: SchemaAttribute,
        _ value: JSONValue?
    ) throws(SCIMError) {
        if kind == .remove { return try write(nil, to: sub, at: Array(elements.indices)) }
        guard let value else { throw SCIMError(.valueMissing) }
        let read = try values.read(value, of: sub)
        if elements.isEmpty, let read {
            return appendNew(JSONObject([JSONMember(name: sub.name, value: read)]))
        }
        try write(read, to: sub, at: Array(elements.indices))
    }

    // MARK: Elements that meet a condition

    /// `emails[type eq "work"]`, with or without a sub-attribute behind it.
    mutating func apply(
        _ kind: PatchOperation.Kind,
        where condition: CheckedFilter,
        written source: SCIMFilter,
        sub: SchemaAttribute?,
        _ value: JSONValue?
    ) throws(SCIMError) {
        let matches = elements.indices.filter { elements[$0].object.map(condition.matchesElement) ?? false }
        if kind == .remove {
            // A departure: RFC 7644 section 3.5.2.2 has no error for it, and a client should learn that it is mistaken.
            guard !matches.isEmpty else { throw SCIMError(.patchNoTarget) }
            return try remove(sub, at: matches)
        }
        guard let value else { throw SCIMError(.valueMissing) }
        guard !matches.isEmpty else { return try make(kind, from: source, sub: sub, value) }
        if let sub { return try write(try values.read(value, of: sub), to: sub, at: matches) }
        guard let read = try values.readElement(value, of: attribute)?.object else {
            return try remove(nil, at: matches)
        }
        for place in matches {
            if kind == .add {
                try merge(read, at: place)
            } else {
                // RFC 7644 section 3.5.2.3: the matched values "SHALL be replaced".
                try requireUnchanged(elements[place], read)
                elements[place] = .object(read)
                written.insert(place)
            }
        }
    }

    /// An element with what the condition asks for, where that is a conjunction of equalities: Entra sets the value of
    /// `phoneNumbers[type eq "mobile"]` before there is one. RFC 7644 section 3.5.2.3 asks for noTarget in a replace,
    /// which only Entra's profile departs from.
    private mutating func make(
        _ kind: PatchOperation.Kind,
        from source: SCIMFilter,
        sub: SchemaAttribute?,
        _ value: JSONValue
    ) throws(SCIMError) {
        guard kind == .add || values.profile == .entra else { throw SCIMError(.patchNoTarget) }
        var object = JSONObject()
        for (name, literal) in try source.equalities() {
            guard let part = attribute.subAttribute(named: name) else { throw SCIMError(.patchNoTarget) }
            // What may not be written may not be written through a condition either.
            guard part.mutability != .readOnly else { throw SCIMError(.patchReadOnly, "\(part.name) is read only.") }
            let read = try values.read(literal, of: part)
            // `type eq "a" and type eq "b"` is no element's.
            guard object[part.name] == nil || JSONSameness.same(object[part.name], read) else {
                throw SCIMError(.patchNoTarget)
            }
            object[part.name] = read
        }
        if let sub {
            guard let read = try values.read(value, of: sub) else { return }
            object[sub.name] = read
        } else {
            guard let read = try values.readElement(value, of: attribute)?.object else { return }
            for member in read { object[member.name] = member.value }
        }
        values.note(.valuePathCreated)
        appendNew(object)
    }

    // MARK: Steps

    private mutating func appendNew(_ object: JSONObject) {
        elements.append(.object(object))
        written.insert(elements.count - 1)
    }

    private mutating func merge(_ given: JSONObject, at place: Int) throws(SCIMError) {
        guard case .object(var object) = elements[place] else { return }
        for member in given {
            try requireMutable(attribute.subAttribute(named: member.name), object[member.name], member.value)
            object[member.name] = member.value
        }
        elements[place] = .object(object)
        written.insert(place)
    }

    private mutating func write(_ value: JSONValue?, to sub: SchemaAttribute, at places: [Int]) throws(SCIMError) {
        guard let value else { return try remove(sub, at: places) }
        for place in places {
            guard case .object(var object) = elements[place] else { continue }
            try requireMutable(sub, object[sub.name], value)
            object[sub.name] = value
            elements[place] = .object(object)
            written.insert(place)
        }
    }

    /// Removes a sub-attribute, or with nil the elements. An element of which nothing is left goes.
    private mutating func remove(_ sub: SchemaAttribute?, at places: [Int]) throws(SCIMError) {
        guard let sub else {
            let gone = Set(places)
            elements = elements.indices.filter { !gone.contains($0) }.map { elements[$0] }
            return
        }
        guard !sub.isRequired else { throw SCIMError(.patchRequired, "\(sub.name) is required.") }
        for place in places {
            guard case .object(var object) = elements[place] else { continue }
            if object[sub.name] != nil, sub.mutability == .immutable { throw SCIMError(.patchImmutable) }
            object[sub.name] = nil
            elements[place] = .object(object)
        }
        elements.removeAll { $0.object?.isEmpty ?? false }
    }

    private func requireUnchanged(_ element: JSONValue, _ read: JSONObject) throws(SCIMError) {
        for sub in attribute.subAttributes {
            guard sub.mutability == .immutable, let standing = element.object?[sub.name] else { continue }
            guard JSONSameness.same(standing, read[sub.name]) else { throw SCIMError(.patchImmutable) }
        }
    }

    private func requireMutable(
        _ sub: SchemaAttribute?,
        _ standing: JSONValue?,
        _ value: JSONValue
    ) throws(SCIMError) {
        guard sub?.mutability == .immutable, let standing else { return }
        guard JSONSameness.same(standing, value) else { throw SCIMError(.patchImmutable) }
    }
}
