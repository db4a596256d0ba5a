import Crypto
import Encoding
import Foundation
import JOSE
import JWTKit
import TestSupport
import Testing

/// The peer: tokens that jwt-kit makes are good for us and the other way round, and both refuse what is forged.
@Suite struct JWTKitComparisonTests {
    private struct Claims: JWTPayload, Equatable {
        var sub: String
        var exp: Int

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private static let claims = Claims(sub: "user", exp: TokenForge.now)

    /// jwt-kit's keys for one of ours, ready to sign and to verify.
    private static func peer(of key: JOSE.SigningKey) async throws -> JWTKeyCollection {
        let keys = JWTKeyCollection()
        let kid = JWKIdentifier(string: key.identifier.text)
        switch key.algorithm {
        case .es256:
            let backing = try P256.Signing.PrivateKey(rawRepresentation: key.rawRepresentation)
            await keys.add(ecdsa: try ES256PrivateKey(backing: backing), kid: kid)
        case .edDSA:
            let scalar = Base64URL.encode(key.rawRepresentation)
            await keys.add(eddsa: try EdDSA.PrivateKey(d: scalar, curve: .ed25519), kid: kid)
        }
        return keys
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func acceptsWhatJWTKitSigns(algorithm: SigningAlgorithm) async throws {
        let key = JOSE.SigningKey.generate(algorithm)
        let peer = try await Self.peer(of: key)
        let token = try await peer.sign(
            Self.claims,
            kid: JWKIdentifier(string: key.identifier.text),
            header: ["typ": "at+jwt"]
        )
        let verified = try UnverifiedJWS(parsing: token).verified(by: key.publicKey)
        #expect(try StrictJSON.parse(verified.payload).object?["sub"] == "user")
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func makesWhatJWTKitAccepts(algorithm: SigningAlgorithm) async throws {
        let key = JOSE.SigningKey.generate(algorithm)
        let payload: JSONValue = ["sub": "user", "exp": .number(JSONNumber(TokenForge.now))]
        let token = try key.sign(type: "at+jwt", payload: payload.serialized())
        #expect(try await Self.peer(of: key).verify(token, as: Claims.self) == Self.claims)
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func refusesWithJWTKitWhatIsForged(algorithm: SigningAlgorithm) async throws {
        let key = JOSE.SigningKey.generate(algorithm)
        let peer = try await Self.peer(of: key)
        let payload: JSONValue = ["sub": "user", "exp": .number(JSONNumber(TokenForge.now))]
        let parts = try key.sign(type: "at+jwt", payload: payload.serialized()).split(separator: ".").map(String.init)
        let other = Base64URL.encode(Array(#"{"sub":"admin","exp":1800000000}"#.utf8))
        let none = Base64URL.encode(Array(#"{"alg":"none","kid":"\#(key.identifier.text)"}"#.utf8))
        let zeros = Base64URL.encode([UInt8](repeating: 0, count: 64))
        let forged = [
            "\(parts[0]).\(other).\(parts[2])", "\(parts[0]).\(parts[1]).\(zeros)", "\(none).\(parts[1]).",
            "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).",
        ]
        for token in forged {
            await #expect(throws: (any Error).self) { try await peer.verify(token, as: Claims.self) }
            #expect(throws: JOSEError.self) { try UnverifiedJWS(parsing: token).verified(by: key.publicKey) }
        }
    }
}
