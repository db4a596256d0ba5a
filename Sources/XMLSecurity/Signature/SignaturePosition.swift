/// Finds the element that should be signed, and its `Signature`, by walking direct children only; no search by ID, no XPath.
enum SignaturePosition {
    private static let assertions = "urn:oasis:names:tc:SAML:2.0:assertion"

    static func element(
        _ place: SignedElement,
        under root: XMLElement
    ) throws(XMLSignatureRejection) -> XMLElement {
        let found = candidates(place, under: root)
        guard let element = found.first else { throw .elementMissing }
        guard found.count == 1 else { throw .elementRepeated }
        return element
    }

    static func candidates(_ place: SignedElement, under root: XMLElement) -> [XMLElement] {
        switch place {
        case .root: [root]
        case .child(let name, let namespace): root.elements(name, in: namespace)
        }
    }

    /// attacks 1.1 #12, #15: outside of what is signed, only the root may bear a signature of its own. One that stands anywhere
    /// else is verified by nobody, and is there for a reader who searches.
    static func refuseStrays(beside element: XMLElement, under root: XMLElement) throws(XMLSignatureRejection) {
        guard !element.isSame(as: root) else { return }
        for child in root.childElements where !child.isSame(as: element) {
            guard child.isNamed("Signature", in: SignatureForm.namespace) || !holdsSignature(child) else {
                throw .signatureMisplaced
            }
        }
    }

    private static func holdsSignature(_ element: XMLElement) -> Bool {
        element.childElements.contains {
            $0.isNamed("Signature", in: SignatureForm.namespace) || holdsSignature($0)
        }
    }

    /// attacks 1.1 #26, #27: exactly one, the first child or right behind the issuer, as the schemas of SAML Core 2.0 (sections
    /// 2.3.3 and 3.2) and SAML Metadata 2.0 (section 2.3.2) have it.
    static func signature(of element: XMLElement) throws(XMLSignatureRejection) -> XMLElement {
        let children = element.childElements
        let places = children.indices.filter {
            children[$0].isNamed("Signature", in: SignatureForm.namespace)
        }
        guard let place = places.first else { throw .signatureMissing }
        guard places.count == 1 else { throw .signatureRepeated }
        guard place == 0 || place == 1 && children[0].isNamed("Issuer", in: assertions) else {
            throw .signatureMisplaced
        }
        return children[place]
    }
}
