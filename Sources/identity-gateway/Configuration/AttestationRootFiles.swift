import FoundationEssentials
import WebAuthn

/// Reads GATEWAY_ATTESTATION_ROOTS: a folder with a PEM file for each model of authenticator, named after its AAGUID
/// (`2fc0579f-8113-47ea-b116-bb5a8db9202a.pem`), that holds the roots which vouch for that model and no other. Names that
/// begin with a dot are passed over, since mounted folders have them.
enum AttestationRootFiles {
    /// More than there are models in the world.
    static let mostModels = 2_000
    /// Characters of one file: a few certificates.
    static let mostCharacters = 64 << 10

    /// Throws ``ConfigurationFault`` for a folder that can't be read, and for a file that is not named or filled like that.
    static func read(_ source: ConfigurationSource) throws(ConfigurationFault) -> AttestationRoots {
        guard let folder = try source.text(of: .attestationRoots) else { return .none }
        guard let names = source.files(in: folder) else { throw fault("names no folder that can be read") }
        let visible = names.filter { !$0.hasPrefix(".") }.sorted()
        guard !visible.isEmpty, visible.count <= mostModels else {
            throw fault("names a folder that has not 1 to \(mostModels) files")
        }
        var roots: [AAGUID: [[UInt8]]] = [:]
        for name in visible {
            guard name.hasSuffix(".pem"), let model = AAGUID(String(name.dropLast(".pem".count))), roots[model] == nil
            else { throw fault("has a file \(name), which is not named after an AAGUID") }
            guard let text = source.file("\(folder)/\(name)"), text.count <= mostCharacters,
                let certificates = AttestationRoots.certificates(pem: text)
            else { throw fault("has a file \(name) that holds no certificates in PEM") }
            roots[model] = certificates
        }
        do {
            return try AttestationRoots(roots)
        } catch {
            throw fault("has a certificate that can't be read")
        }
    }

    private static func fault(_ text: String) -> ConfigurationFault { ConfigurationFault(.attestationRoots, text) }
}
