import ArgumentParser
import Encoding
import Foundation
import SAML
import XMLSecurity

/// Who we are on the command line.
struct Ourselves: ParsableArguments {
    @Option(help: "Our entity ID.")
    var entityId: String

    @Option(help: "Our assertion consumer service address.")
    var acs: String

    @Option(help: "Our single logout address.")
    var slo: String

    @Option(help: "Our private key: a PEM file.")
    var key: String

    @Option(help: "The certificate of that key: a PEM file.")
    var certificate: String

    func serviceProvider() throws -> ServiceProvider {
        ServiceProvider(
            entityID: try usable(EntityID(entityId), entityId),
            assertionConsumerService: acs,
            singleLogoutService: slo
        )
    }

    func signer() throws -> MessageSigner {
        let pem = String(decoding: try file(key), as: UTF8.self)
        return MessageSigner(key: try SigningKey(pem: pem), algorithm: .rsaSHA256)
    }

    func certificateDER() throws -> [UInt8] {
        let text = String(decoding: try file(certificate), as: UTF8.self)
        return try Base64.decode(text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined())
    }
}

/// The identity provider on the command line: its metadata, which our engine reads.
struct TheirMetadata: ParsableArguments {
    @Option(help: "The identity provider's metadata: a file.")
    var idpMetadata: String

    /// http is admitted for loopback, where the journeys' providers stand.
    func read() throws -> IdentityProviderMetadata {
        try MetadataReader(addresses: .httpsOrLoopback).read(file(idpMetadata))
    }

    func identityProvider() throws -> TrustedIdentityProvider {
        let metadata = try read()
        let keys = try metadata.signingCertificates.map { try TrustedIdentityProvider.key(ofCertificate: $0) }
        return try TrustedIdentityProvider(entityID: metadata.entityID, trust: SignatureTrust(keys: keys))
    }
}

/// How a message travels.
enum Way: String, ExpressibleByArgument {
    case redirect
    case post

    var binding: MetadataEndpoint.Binding {
        switch self {
        case .redirect: .redirect
        case .post: .post
        }
    }
}

func file(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

func usable<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw ValidationError("\(what) can't be used.") }
    return value
}

func now() -> SAMLInstant {
    SAMLInstant(secondsSince1970: Int64(Date().timeIntervalSince1970))
}

func freshID() -> MessageID {
    MessageID(random: (0..<MessageID.randomBytes).map { _ in UInt8.random(in: .min ... .max) })
}

/// What scripts read.
func answer(_ members: JSONObject) {
    print(JSONValue.object(members).text)
}

/// A message on its way: an address to open, or a form to send.
func answer(id: MessageID, address: String) {
    answer(["id": .string(id.text), "url": .string(address)])
}

func answer(id: MessageID, form: PostForm) {
    var fields = JSONObject()
    for field in form.fields { fields[field.name] = .string(field.value) }
    answer(["id": .string(id.text), "action": .string(form.action), "fields": .object(fields)])
}
