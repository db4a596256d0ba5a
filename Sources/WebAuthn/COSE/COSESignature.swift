import FoundationEssentials
import JOSE

/// Verification of signatures in the form of WebAuthn Level 3 section 6.5.5: ECDSA as DER, RSA and Ed25519 raw.
enum COSESignature {
    /// Whether it is the signature, in the form of its algorithm or not.
    enum Verdict: Equatable {
        case valid
        /// Not the form: not strict DER, or the wrong length.
        case malformed
        case invalid
    }

    static func judge(
        _ signature: [UInt8],
        of message: [UInt8],
        by key: PublicKey,
        algorithm: COSEAlgorithm
    ) -> Verdict {
        let raw: [UInt8]?
        switch algorithm {
        case .es256: raw = rawForm(ofDER: signature, coordinateBytes: 32)
        case .es384: raw = rawForm(ofDER: signature, coordinateBytes: 48)
        case .es512: raw = rawForm(ofDER: signature, coordinateBytes: 66)
        case .edDSA: raw = signature.count == 64 ? signature : nil
        case .rs256: raw = signature
        }
        guard let raw else { return .malformed }
        return key.isValidSignature(raw, for: message) ? .valid : .invalid
    }

    /// r and s at full length of an `Ecdsa-Sig-Value` (RFC 3279 section 2.2.3); nil for anything that is not its one DER
    /// form: another length form, a negative or padded number, one that is too long, trailing bytes (attacks 4.2 #33).
    private static func rawForm(ofDER der: [UInt8], coordinateBytes: Int) -> [UInt8]? {
        var rest = der[...]
        guard let content = element(0x30, in: &rest), rest.isEmpty else { return nil }
        var numbers = content
        var raw: [UInt8] = []
        raw.reserveCapacity(coordinateBytes * 2)
        for _ in 0..<2 {
            guard let number = element(0x02, in: &numbers), let first = number.first, first < 0x80 else { return nil }
            let magnitude = first == 0 && number.count > 1 ? number.dropFirst() : number
            // A leading zero stands only where the next bit would make the number negative.
            if magnitude.count < number.count, magnitude.first.map({ $0 < 0x80 }) ?? true { return nil }
            guard magnitude.count <= coordinateBytes else { return nil }
            raw.append(contentsOf: repeatElement(0, count: coordinateBytes - magnitude.count))
            raw.append(contentsOf: magnitude)
        }
        return numbers.isEmpty ? raw : nil
    }

    /// The content of the DER element of that tag that `bytes` begins with, which is taken off.
    private static func element(_ tag: UInt8, in bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        var count = Int(first)
        if first == 0x81 {
            // The longest signature, on P-521, has 139 bytes: one length byte is enough, and only above 127.
            guard let long = bytes.popFirst(), long >= 0x80 else { return nil }
            count = Int(long)
        } else if first > 0x7F {
            return nil
        }
        guard count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
