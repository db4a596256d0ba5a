import SAML
import SAMLForge

/// What must hold for every input whatever; asked by the fuzzers of `Tests/Fuzz/SAML` and, with seeded mutations, by the
/// ordinary tests. Each property answers nil, or what was violated.
enum SAMLFuzzing {
    private static let responses = Result { try ResponseValidator(ForgeScene.circumstances()) }
    private static let logouts = Result { try LogoutValidator(ForgeScene.logoutCircumstances()) }

    /// The keys were made when the process began, so no input bears a signature by them: nothing may be accepted. Signed by the
    /// provider, whatever it is, it is judged; what is then accepted names somebody.
    static func response(_ bytes: [UInt8]) -> String? {
        do {
            let verified = try responses.get().validate(ReceivedResponse(bytes: bytes))
            return "accepted \(verified.nameID)"
        } catch is SAMLRejection {
            guard let signed = signedByProvider(bytes),
                let verified = try? responses.get().validate(ReceivedResponse(bytes: Array(signed.utf8)))
            else { return nil }
            return verified.nameID.value.isEmpty || verified.signed.isEmpty ? "accepted nobody" : nil
        } catch {
            return "threw \(error)"
        }
    }

    /// The document with the provider's signature in its root, where it is one that can be signed.
    private static func signedByProvider(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self), let start = text.firstRange(of: " ID=\"") else {
            return nil
        }
        let id = String(text[start.upperBound...].prefix { $0 != "\"" })
        return try? ForgeKeyRing.shared.get().provider.signing(text, id: id)
    }

    /// Metadata that is accepted is usable: it has a key, and nothing but https addresses.
    static func metadata(_ bytes: [UInt8]) -> String? {
        do {
            let metadata = try MetadataReader().read(bytes)
            guard !metadata.signingCertificates.isEmpty, !metadata.signOnEndpoints.isEmpty else {
                return "nothing usable"
            }
            let addresses = (metadata.signOnEndpoints + metadata.logoutEndpoints).map(\.location)
            return addresses.first { !$0.lowercased().hasPrefix("https://") }
        } catch {
            return nil
        }
    }

    /// A query, a form (it begins with `&`), or the document that a form would carry (it begins with `<`); none bears a signature
    /// by our keys. A document that the provider sends signed by Redirect is judged, whatever it is.
    static func logout(_ bytes: [UInt8]) -> String? {
        do {
            switch bytes.first {
            case UInt8(ascii: "<"):
                var forge = try LogoutForge.request()
                guard let document = String(validating: bytes, as: UTF8.self) else { return nil }
                forge.document = document
                _ = try? logouts.get().request(forge.byRedirect())
                return try judge(forge.byPost(signed: false))
            case UInt8(ascii: "&"):
                let type = "application/x-www-form-urlencoded"
                return try judge(ReceivedLogout(PostBinding.receive(body: bytes, contentType: type)))
            default:
                return try judge(ReceivedLogout(RedirectBinding.receive(query: bytes)))
            }
        } catch is SAMLRejection {
            return nil
        } catch {
            return "threw \(error)"
        }
    }

    private static func judge(_ received: ReceivedLogout) throws -> String? {
        switch received.kind {
        case .request: _ = try logouts.get().request(received)
        case .response: _ = try logouts.get().response(received, to: ForgeScene.id(ForgeScene.request))
        }
        return "accepted"
    }
}
