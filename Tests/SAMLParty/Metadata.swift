import ArgumentParser
import Encoding
import SAML

/// Prints our metadata.
struct WriteMetadata: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "write-metadata")

    @OptionGroup var ourselves: Ourselves

    func run() throws {
        let certificate = try ourselves.certificateDER()
        var metadata = ServiceProviderMetadata(
            try ourselves.serviceProvider(),
            signingCertificates: [certificate],
            encryptionCertificate: certificate
        )
        // The journeys set at the provider what is signed; some providers would let this wish win.
        metadata.wantsSignedAssertions = false
        print(String(decoding: metadata.document(), as: UTF8.self))
    }
}

/// Prints what our engine reads in an identity provider's metadata.
struct ReadMetadata: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "read-metadata")

    @OptionGroup var provider: TheirMetadata

    func run() throws {
        let metadata = try provider.read()
        answer([
            "entity_id": .string(metadata.entityID.text),
            "signing_certificates": .array(metadata.signingCertificates.map { .string(Base64.encode($0)) }),
            "encryption_certificates": .array(metadata.encryptionCertificates.map { .string(Base64.encode($0)) }),
            "sign_on": .array(metadata.signOnEndpoints.map { .string($0.location) }),
            "sign_out": .array(metadata.logoutEndpoints.map { .string($0.location) }),
            "wants_signed_requests": .bool(metadata.wantsSignedRequests),
        ])
    }
}
