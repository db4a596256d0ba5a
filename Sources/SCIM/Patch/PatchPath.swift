/// What a path points to (RFC 7644 figure 7): `attribute`, `attribute.sub`, `attribute[filter]`, `attribute[filter].sub`,
/// each with a URN before it, or the URN of an extension alone.
package enum PatchPath: Sendable, Equatable {
    /// Bytes of a path (attacks 5.6 #56).
    package static let bytes = 256

    case attribute(AttributeReference)
    /// Elements of a multi-valued complex attribute. `written` is the condition before the check, from which a missing
    /// element can be made with the letters that the client sent.
    case elements(AttributeReference, condition: CheckedFilter, written: SCIMFilter, sub: SchemaAttribute?)
    case wholeExtension(SCIMSchema)

    /// - Throws: ``SCIMError``: `SCIM-PATH-…` (invalidPath), or `SCIM-FILTER-…` (invalidFilter) where the condition is
    ///   well written but does not fit the schema.
    package static func parse(
        _ text: String,
        for definition: ResourceDefinition,
        profile: ClientProfile,
        report: inout LeniencyReport
    ) throws(SCIMError) -> PatchPath {
        guard text.utf8.count <= bytes else { throw SCIMError(.pathTooLong) }
        var scanner = FilterScanner(text)
        guard let name = scanner.attributeName() else { throw syntaxError(text) }
        let unqualified = profile.admits(.unqualifiedManager)
        let resolution = definition.resolve(name, unqualifiedManager: unqualified)
        if scanner.isAtEnd {
            switch resolution {
            case .attribute(let reference):
                if reference.extensionID != nil, !name.utf8.contains(UInt8(ascii: ":")) {
                    report.note(.unqualifiedManager)
                }
                return .attribute(reference)
            case .wholeExtension(let schema): return .wholeExtension(schema)
            case .unknown: throw unknown(name, in: definition)
            }
        }
        guard scanner.take(UInt8(ascii: "[")) else { throw syntaxError(text) }
        guard case .attribute(let reference) = resolution else { throw unknown(name, in: definition) }
        return try elements(of: reference, text, scanner, definition, &report)
    }

    private static func elements(
        of reference: AttributeReference,
        _ text: String,
        _ scanner: FilterScanner,
        _ definition: ResourceDefinition,
        _ report: inout LeniencyReport
    ) throws(SCIMError) -> PatchPath {
        let attribute = reference.attribute
        guard reference.subAttribute == nil, attribute.isMultiValued, attribute.type == .complex else {
            throw SCIMError(.pathFilter, "\(reference.text) has no elements to filter.")
        }
        var scanner = scanner
        let written: SCIMFilter
        do {
            (written, scanner) = try FilterParser.condition(from: scanner)
        } catch {
            throw error.code == .filterSyntax ? syntaxError(text) : error
        }
        var sub: SchemaAttribute?
        if scanner.take(UInt8(ascii: ".")) {
            guard let name = scanner.attributeName() else { throw syntaxError(text) }
            sub = attribute.subAttribute(named: name)
            guard sub != nil else { throw unknown("\(attribute.name).\(name)", in: definition) }
        }
        guard scanner.isAtEnd else { throw syntaxError(text) }
        var checker = FilterChecker(definition: definition)
        let condition = try checker.check(written, elementOf: attribute)
        report.merge(checker.report)
        return .elements(reference, condition: condition, written: written, sub: sub)
    }

    private static func unknown(_ name: String, in definition: ResourceDefinition) -> SCIMError {
        SCIMError(.pathUnknownAttribute, "\(definition.name) has no attribute \(Quoted.text(name)).")
    }

    private static func syntaxError(_ text: String) -> SCIMError {
        SCIMError(.pathSyntax, "\(Quoted.text(text)) is not a path.")
    }
}
