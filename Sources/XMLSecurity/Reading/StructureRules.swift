internal import CXMLSecurity

/// The bounds and the ID rules of attacks 2.1 #3, asked of each element as the parser meets it, before anything is built of it.
struct StructureRules {
    private let limits: XMLLimits
    private var depth = 0
    private var elements = 0
    private var identifiers: Set<[UInt8]> = []

    init(limits: XMLLimits) {
        self.limits = limits
    }

    mutating func begin(_ element: ToldElement) throws(XMLReadingError) {
        depth += 1
        guard depth <= limits.depth else { throw .tooDeep }
        elements += 1
        guard elements <= limits.elements else { throw .tooManyElements }
        guard element.namespaces <= limits.namespaces else { throw .tooManyNamespaces }
        guard element.longestNamespace <= XMLLimits.namespaceBytes else { throw .namespaceTooLong }
        guard element.attributes.count <= limits.attributes else { throw .tooManyAttributes }
        for place in element.attributes {
            try checkIdentifier(element.attribute(at: place))
        }
    }

    mutating func end() {
        depth -= 1
    }

    /// `ID` names what a signature is over; `Id` and `id` are inert for us, but may not collide with one (attacks 1.2).
    private mutating func checkIdentifier(_ attribute: ToldAttribute) throws(XMLReadingError) {
        guard unsafe attribute.name[0] | 0x20 == UInt8(ascii: "i"),
            unsafe attribute.name[1] | 0x20 == UInt8(ascii: "d"),
            unsafe attribute.name[2] == 0
        else { return }
        if let namespace = unsafe attribute.namespace {
            let isXML = unsafe xmlStrEqual(namespace, "http://www.w3.org/XML/1998/namespace") == 1
            throw isXML ? .xmlID : .namespacedID
        }
        let value = unsafe Array(attribute.value)
        guard Self.isPlainName(value) else { throw .malformedID }
        guard identifiers.insert(value).inserted else { throw .repeatedID }
    }

    /// The part of NCName (Namespaces in XML 1.0, section 3) that is ASCII (attacks 1.2 #41).
    private static func isPlainName(_ name: [UInt8]) -> Bool {
        guard let first = name.first, name.count <= XMLLimits.idBytes else { return false }
        return (isLetter(first) || first == UInt8(ascii: "_"))
            && name.allSatisfy { byte in
                isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
