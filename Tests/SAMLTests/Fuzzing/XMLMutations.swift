import TestSupport

extension SeededMutations {
    /// Mutations with bits of XML and SAML among them.
    static func ofXML(seed: UInt64) -> SeededMutations {
        let tokens = [
            "<!-- -->", "<![CDATA[x]]>", "<?x?>", "&amp;", "&#13;", " ID=\"_x\"", "<saml:Assertion/>",
            "</saml:Assertion>", "<saml:NameID>eve</saml:NameID>", " xmlns=\"urn:x\"", "<ds:Signature/>", "\u{0}",
            "<!DOCTYPE x>",
        ]
        return SeededMutations(seed: seed, tokens: tokens.map { Array($0.utf8) })
    }
}
