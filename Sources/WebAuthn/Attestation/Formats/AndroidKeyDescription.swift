import SwiftASN1

/// The extension in which an Android keystore describes a key (Android, "Key and ID attestation", schema `KeyDescription`).
struct AndroidKeyDescription {
    private static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17]

    /// attestationChallenge.
    let challenge: [UInt8]
    /// What Android itself enforces.
    let softwareEnforced: AndroidAuthorizations
    /// What the trusted environment (TEE or StrongBox) enforces.
    let trustedEnforced: AndroidAuthorizations

    init(of certificate: AttestationCertificate) throws(WebAuthnRejection) {
        guard let (value, _) = certificate.extensionValue(Self.identifier) else {
            throw WebAuthnRejection(.androidExtension)
        }
        do {
            (challenge, softwareEnforced, trustedEnforced) = try DER.sequence(
                DER.parse(value),
                identifier: .sequence
            ) { nodes in
                // attestationVersion, attestationSecurityLevel, keyMintVersion, keyMintSecurityLevel.
                for identifier in [ASN1Identifier.integer, .enumerated, .integer, .enumerated] {
                    guard nodes.next()?.identifier == identifier else { throw Malformed() }
                }
                let challenge = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
                _ = try ASN1OctetString(derEncoded: &nodes)
                let software = try AndroidAuthorizations(nodes.next())
                return (challenge, software, try AndroidAuthorizations(nodes.next()))
            }
        } catch {
            throw WebAuthnRejection(.androidExtension)
        }
    }

    fileprivate struct Malformed: Error {}
}

/// `AuthorizationList`, as far as it matters here.
struct AndroidAuthorizations {
    /// purpose, tag 1; nil where the list is silent.
    private(set) var purposes: Set<Int64>?
    /// origin, tag 702; nil where the list is silent.
    private(set) var origin: Int64?
    /// allApplications, tag 600, is there.
    private(set) var allApplications = false

    fileprivate init(_ list: ASN1Node?) throws {
        guard let list, list.identifier == .sequence, case .constructed(let members) = list.content else {
            throw AndroidKeyDescription.Malformed()
        }
        for member in members {
            guard member.identifier.tagClass == .contextSpecific, case .constructed(let content) = member.content,
                let value = content.first(where: { _ in true })
            else { throw AndroidKeyDescription.Malformed() }
            switch member.identifier.tagNumber {
            case 1: purposes = Set(try DER.set(of: Int64.self, identifier: .set, rootNode: value))
            case 600: allApplications = true
            case 702: origin = try Int64(derEncoded: value)
            default: break
            }
        }
    }
}
