import SAML
import SAMLForge

/// What must hold for every input whatever; asked by the fuzzers of `Tests/Fuzz/SAML` and, with seeded mutations, by the
/// ordinary tests. Each property answers nil, or what was violated.
enum SAMLFuzzing {
    /// The keys were made when the process began, so no input bears a signature by them: nothing may be accepted.
    static func response(_ bytes: [UInt8]) -> String? {
        do {
            let validator = try ResponseValidator(ForgeScene.circumstances())
            let verified = try validator.validate(ReceivedResponse(bytes: bytes))
            return "accepted \(verified.nameID)"
        } catch is SAMLRejection {
            return nil
        } catch {
            return "threw \(error)"
        }
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

    /// A query or a form with a logout message; none bears a signature by our keys.
    static func logout(_ bytes: [UInt8]) -> String? {
        do {
            let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
            let received =
                if bytes.first == UInt8(ascii: "&") {
                    ReceivedLogout(
                        try PostBinding.receive(body: bytes, contentType: "application/x-www-form-urlencoded")
                    )
                } else {
                    ReceivedLogout(try RedirectBinding.receive(query: bytes))
                }
            switch received.kind {
            case .request: _ = try validator.request(received)
            case .response: _ = try validator.response(received, to: ForgeScene.id(ForgeScene.request))
            }
            return "accepted"
        } catch is SAMLRejection {
            return nil
        } catch {
            return "threw \(error)"
        }
    }
}
