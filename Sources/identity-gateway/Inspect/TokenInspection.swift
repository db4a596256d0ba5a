internal import ArgumentParser
internal import Encoding
internal import FoundationEssentials
internal import JOSE
internal import SAML
internal import TokenVerification

/// `identity-gateway inspect token`: runs the verifier that every API uses over a recorded access token, with the time and
/// the keys given on the command line. It touches no database and no network.
struct InspectToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Judge a recorded access token.",
        discussion: """
            Prints one JSON object with verdict, code, reason and facts. Exits with 0 where the token is accepted, 1 where \
            it is refused, 64 for wrong usage. What was revoked is not known here, and does not count.
            """
    )

    @Argument(help: "The token: a file of the compact form, as it stands after Bearer.")
    var token: String

    @Option(help: "The gateway's public keys: a file as /.well-known/jwks.json serves it.")
    var jwks: String

    @Option(help: "The gateway's public URL, byte for byte.")
    var issuer: String

    @Option(help: "The name of the service that judges.")
    var audience: String

    @Option(help: "The moment of judgement, such as 2026-01-15T12:00:00Z.")
    var now: String

    @Option(help: "The tolerated difference of clocks in seconds, 0 to \(AccessTokenVerifier.maximumLeewaySeconds).")
    var leeway = AccessTokenVerifier.maximumLeewaySeconds

    func validate() throws {
        guard (0...AccessTokenVerifier.maximumLeewaySeconds).contains(leeway) else {
            throw ValidationError("--leeway must be 0 to \(AccessTokenVerifier.maximumLeewaySeconds).")
        }
        guard SAMLInstant(now) != nil else {
            throw ValidationError("--now must be a time such as 2026-01-15T12:00:00Z.")
        }
    }

    func run() async throws {
        guard let moment = SAMLInstant(now).map({ Int($0.secondsSince1970) }) else { throw ExitCode(64) }
        let inspection = TokenInspection(
            keySet: try Self.file(jwks),
            issuer: issuer,
            audience: audience,
            now: moment,
            leewaySeconds: leeway
        )
        try await inspection.judge(try Self.file(token)).printAndExit()
    }

    private static func file(_ path: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw ValidationError("\(path) can't be read.")
        }
        return Array(data)
    }
}

/// The verdict of the command, over values alone. Its codes are those of `TokenRejection`'s catalogue.
struct TokenInspection {
    /// The key set's text.
    let keySet: [UInt8]
    let issuer: String
    let audience: String
    /// Seconds since 1970.
    let now: Int
    let leewaySeconds: Int

    /// Judges the bytes of a token. One line end after it, as editors leave it, is none of the token's.
    func judge(_ file: [UInt8]) async -> InspectionVerdict {
        do throws(TokenRejection) {
            let verified = try await verifier().verify(String(decoding: Self.withoutLineEnd(file), as: UTF8.self))
            return .accepted(facts: Self.facts(of: verified))
        } catch {
            let entry = error.catalogueEntry
            return .refused(code: entry.code, reason: entry.reason, facts: ["cure": .string(entry.cure)])
        }
    }

    private func verifier() throws(TokenRejection) -> AccessTokenVerifier {
        let keys: JSONWebKeySet
        do throws(JOSEError) { keys = try JSONWebKeySet(parsing: keySet) } catch { throw .untrusted(error) }
        return AccessTokenVerifier(
            issuer: issuer,
            audience: audience,
            keys: LocalKeys(keys),
            revocations: NothingRevoked(),
            now: { now },
            leewaySeconds: leewaySeconds,
            cacheCapacity: 0
        )
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == UInt8(ascii: "\n") else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    private static func facts(of token: VerifiedAccessToken) -> JSONObject {
        var facts: JSONObject = ["kid": .string(token.keyIdentifier.text)]
        // The claims as the gateway would write them: the one codec again.
        facts["claims"] = (try? StrictJSON.parse(token.claims.jsonBytes())) ?? .null
        return facts
    }
}

/// Recorded input is judged without the feed.
private struct NothingRevoked: RevocationKnowledge {
    func verdict(
        on claims: borrowing AccessTokenClaims,
        signedBy key: KeyIdentifier,
        at now: Int
    ) -> RevocationVerdict {
        .current
    }
}
