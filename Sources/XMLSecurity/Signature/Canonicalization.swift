internal import CXMLSecurity
internal import Encoding

/// A canonicalization without comments that this engine knows (attacks 1.4 #74).
struct Canonicalization {
    enum Method: String, CaseIterable {
        /// Exclusive XML Canonicalization 1.0.
        case exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
        /// Canonical XML 1.0, admitted by ``SignatureTrust/inclusiveC14N`` alone.
        case inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    }

    /// Bytes and names of a list of prefixes; real ones have one or two names (attacks 1.4 #75).
    private static let mostPrefixBytes = 256
    private static let mostPrefixes = 16

    let method: Method

    /// Reads a `CanonicalizationMethod` or a `Transform`.
    ///
    /// - Throws: `refusal` for anything but a known algorithm; `prefixList` for a list of another form.
    init(reading element: XMLElement, refusal: XMLSignatureRejection) throws(XMLSignatureRejection) {
        guard element.hasNoAttribute(but: "Algorithm"), let uri = element.attribute("Algorithm"),
            let method = Method.allCases.first(where: { $0.rawValue.hasSameBytes(as: uri) })
        else { throw refusal }
        self.method = method
        let parameters = element.childElements
        // Exclusive XML Canonicalization 1.0, section 4: InclusiveNamespaces, once.
        guard let prefixes = parameters.first else {
            guard element.holdsElementsAlone else { throw refusal }
            return
        }
        guard method == .exclusive, parameters.count == 1,
            prefixes.isNamed("InclusiveNamespaces", in: Method.exclusive.rawValue)
        else { throw refusal }
        guard prefixes.hasNoAttribute(but: "PrefixList"), let list = prefixes.attribute("PrefixList"),
            Self.isPrefixList(list), prefixes.isEmpty
        else { throw .prefixList }
    }

    func isAllowed(by trust: SignatureTrust) -> Bool {
        method == .exclusive || trust.inclusiveC14N
    }

    /// xmlsec's transform.
    static func transform(_ method: Method) -> xmlSecTransformId? {
        switch method {
        case .exclusive: unsafe xmlSecTransformExclC14NGetKlass()
        case .inclusive: unsafe xmlSecTransformInclC14NGetKlass()
        }
    }

    /// Names or `#default`, with spaces between.
    private static func isPrefixList(_ list: String) -> Bool {
        guard list.utf8.count <= mostPrefixBytes else { return false }
        let names = list.utf8.split(separator: UInt8(ascii: " "))
        return names.count <= mostPrefixes
            && names.allSatisfy { name in
                name.elementsEqual("#default".utf8)
                    || name.allSatisfy { byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                    }
            }
    }
}
