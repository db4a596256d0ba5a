internal import Encoding

/// The parameters of a query or of a form body, each with the octets that were received.
///
/// SAML's signatures in the query are over the received octets, so these are kept beside the decoded text and nothing is ever
/// encoded anew (attacks 1.7 #112).
struct FormParameters {
    struct Parameter {
        /// The name as received, undecoded.
        let name: ArraySlice<UInt8>
        /// The value as received, undecoded.
        let rawValue: ArraySlice<UInt8>
        /// The value, with percent escapes and `+` decoded.
        let value: [UInt8]
    }

    private let parameters: [Parameter]

    /// The names that the bindings give a meaning to.
    static let meaningful = [
        "SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding", "SAMLart",
    ]

    /// - Throws: `SAML-BIND-01` for broken escapes, `-02` for a disguised or repeated SAML parameter, `-04` for too much.
    init(_ octets: [UInt8]) throws(SAMLRejection) {
        guard octets.count <= BindingLimits.formBytes else { throw SAMLRejection(BindingRefusals.tooLarge) }
        var parameters: [Parameter] = []
        for pair in octets.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard parameters.count < BindingLimits.parameters else { throw SAMLRejection(BindingRefusals.wrongForm) }
            let separator = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = pair[..<separator]
            let rawValue = separator == pair.endIndex ? pair[pair.endIndex...] : pair[(separator + 1)...]
            guard let decodedName = PercentCoding.decodeForm(name), let value = PercentCoding.decodeForm(rawValue)
            else {
                throw SAMLRejection(BindingRefusals.wrongForm)
            }
            try Self.refuseDisguise(of: decodedName, writtenAs: name)
            parameters.append(Parameter(name: name, rawValue: rawValue, value: value))
        }
        self.parameters = parameters
    }

    /// The parameter of that literal name.
    ///
    /// - Throws: `SAML-BIND-02` where it stands twice.
    func only(_ name: String) throws(SAMLRejection) -> Parameter? {
        let found = parameters.filter { $0.name.elementsEqual(name.utf8) }
        guard found.count <= 1 else {
            throw SAMLRejection(BindingRefusals.repeatedParameter, detail: "\(name) \(found.count) times")
        }
        return found.first
    }

    /// Whether any parameter that the bindings define is here.
    var holdsMessage: Bool {
        parameters.contains { parameter in
            ["SAMLRequest", "SAMLResponse"].contains { parameter.name.elementsEqual($0.utf8) }
        }
    }

    /// A name that becomes a SAML parameter by decoding or by another case would be read by one party and missed by another
    /// (attacks 1.7 #113).
    private static func refuseDisguise(of decoded: [UInt8], writtenAs name: ArraySlice<UInt8>) throws(SAMLRejection) {
        let lowered = decoded.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        for meaning in meaningful where lowered.elementsEqual(meaning.lowercased().utf8) {
            guard name.elementsEqual(meaning.utf8) else {
                throw SAMLRejection(BindingRefusals.repeatedParameter, detail: "a disguised \(meaning)")
            }
        }
    }
}
