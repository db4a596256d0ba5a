import Encoding

@testable import WebAuthn

/// What must hold of any bytes. The mutation tests and the fuzzers ask the same; each answers what was violated.
enum WebAuthnFuzzing {
    /// CBOR that is read writes to the bytes that were read: there is one form of each value.
    static func cbor(_ bytes: [UInt8]) -> String? {
        guard let value = try? CBORReader.document(bytes[...]) else { return nil }
        return encoded(value) == bytes ? nil : "a value has two forms"
    }

    /// Authenticator data that are read are as long as their parts.
    static func authenticatorData(_ bytes: [UInt8]) -> String? {
        guard let data = try? AuthenticatorData(parsing: bytes) else { return nil }
        var length = 37
        if let attested = data.attested {
            length += 18 + attested.id.bytes.count + attested.publicKey.encoded.count
            guard (try? COSEKey(parsing: attested.publicKey.encoded)) != nil else {
                return "the key does not read back"
            }
        }
        if let extensions = data.extensions { length += encoded(.map(extensions)).count }
        guard (data.attested != nil) == data.flags.contains(.attestedCredential),
            (data.extensions != nil) == data.flags.contains(.extensions)
        else { return "flags and parts disagree" }
        return length == bytes.count ? nil : "bytes are left over"
    }

    /// An attestation object that is verified, against client data of a stranger, says none or signs nothing that binds it:
    /// every format with a statement is refused.
    static func attestation(_ bytes: [UInt8]) -> String? {
        guard let object = try? AttestationObject(parsing: bytes), let attested = object.authenticatorData.attested
        else {
            return nil
        }
        let statement = AttestationStatement(
            members: object.statement,
            authenticatorData: object.authenticatorData,
            attested: attested,
            clientDataHash: [UInt8](repeating: 0, count: 32)
        )
        let type = try? object.format.verify(statement, AttestationPolicy())
        return type == nil || type == AttestationType.none ? nil : "a statement over other client data is believed"
    }

    static func encoded(_ value: CBORValue) -> [UInt8] {
        switch value {
        case .unsigned(let number): head(0, number)
        case .negative(let number): head(1, number)
        case .bytes(let bytes): head(2, UInt64(bytes.count)) + bytes
        case .text(let text): head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let values): head(4, UInt64(values.count)) + values.flatMap(encoded)
        case .map(let map):
            head(5, UInt64(map.entries.count)) + map.entries.flatMap { encoded($0.key) + encoded($0.value) }
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .null: [0xF6]
        }
    }

    private static func encoded(_ key: CBORKey) -> [UInt8] {
        switch key {
        case .number(let number) where number >= 0: head(0, UInt64(number))
        case .number(let number): head(1, UInt64(-1 - number))
        case .text(let text): encoded(CBORValue.text(text))
        }
    }

    private static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
        let top = major << 5
        guard argument >= 24 else { return [top | UInt8(argument)] }
        let bytes = (0..<8).reversed().map { UInt8(truncatingIfNeeded: argument >> UInt64($0 * 8)) }
        switch argument {
        case ...0xFF: return [top | 24] + bytes.suffix(1)
        case ...0xFFFF: return [top | 25] + bytes.suffix(2)
        case ...0xFFFF_FFFF: return [top | 26] + bytes.suffix(4)
        default: return [top | 27] + bytes
        }
    }
}
