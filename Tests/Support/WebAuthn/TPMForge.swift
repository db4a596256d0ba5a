import Crypto
import CryptoExtras
import WebAuthn

/// The structures of a TPM 2.0.
package struct TPMForge {
    package var symmetric: UInt16 = 0x0010
    /// TPM_ALG_NULL, or a scheme and its hash.
    package var scheme: [UInt8] = [0x00, 0x10]
    package var nameAlgorithm: UInt16 = 0x000B
    /// Zero stands for 65,537.
    package var exponent: UInt32 = 0
    package var areaTrailer: [UInt8] = []
    package var magic: UInt32 = 0xFF54_4347
    package var type: UInt16 = 0x8017
    /// Instead of the right ones.
    package var extraData: [UInt8]?
    package var name: [UInt8]?
    package var infoTrailer: [UInt8] = []
    /// Another key than the credential's.
    package var key: CredentialKey?

    func publicArea(of credential: CredentialKey) throws -> [UInt8] {
        let key = key ?? credential
        let type: UInt16
        if case .rsa = key { type = 0x0001 } else { type = 0x0023 }
        var area = BigEndian.bytes(type, count: 2) + BigEndian.bytes(nameAlgorithm, count: 2)
        area += [0x00, 0x06, 0x04, 0x72] + sized([0x9D, 0xFF])
        area += BigEndian.bytes(symmetric, count: 2) + scheme
        if case .rsa(let rsa) = key {
            let modulus = Array(try rsa.publicKey.getKeyPrimitives().modulus)
            area += BigEndian.bytes(modulus.count * 8, count: 2) + BigEndian.bytes(exponent, count: 4)
            area += sized(modulus)
        } else {
            let curve: UInt16 = [.es256: 3, .es384: 4, .es512: 5][key.algorithm] ?? 0
            area += BigEndian.bytes(curve, count: 2) + [0x00, 0x10]
            area += sized(key.coordinates.x) + sized(key.coordinates.y)
        }
        return area + areaTrailer
    }

    func certifyInfo(area: [UInt8], attested: [UInt8]) -> [UInt8] {
        var info = BigEndian.bytes(magic, count: 4) + BigEndian.bytes(type, count: 2)
        info += sized([0x01, 0x02]) + sized(extraData ?? Array(SHA256.hash(data: attested)))
        info += [UInt8](repeating: 7, count: 25)
        info += sized(name ?? BigEndian.bytes(nameAlgorithm, count: 2) + digest(area)) + sized([])
        return info + infoTrailer
    }

    private func digest(_ area: [UInt8]) -> [UInt8] {
        switch nameAlgorithm {
        case 0x000C: Array(SHA384.hash(data: area))
        case 0x000D: Array(SHA512.hash(data: area))
        default: Array(SHA256.hash(data: area))
        }
    }

    private func sized(_ bytes: [UInt8]) -> [UInt8] {
        BigEndian.bytes(bytes.count, count: 2) + bytes
    }
}
