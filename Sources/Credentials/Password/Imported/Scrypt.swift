import CryptoExtras
import FoundationEssentials
import Secrets

/// An scrypt hash (RFC 7914) as a PHC string: `$scrypt$ln=<log2 N>,r=<block size>,p=<lanes>$<salt>$<tag>`.
struct Scrypt: Sendable, Hashable {
    private static let logRounds: ClosedRange<UInt32> = 10...20
    private static let blockSizes: ClosedRange<UInt32> = 1...32
    private static let lanes: ClosedRange<UInt32> = 1...16
    /// 128 · N · r bytes: as much as an Argon2 hash may take. OWASP's Password Storage Cheat Sheet asks for 128 MiB.
    private static let mostMemory = 256 << 20
    /// N · r · p: four times what N = 2^17, r = 8, p = 1 costs.
    private static let mostWork = 1 << 22
    private static let saltBytes = 8...64
    private static let tagBytes = 16...64

    let rounds: Int
    let blockSize: Int
    let parallelism: Int
    private let salt: [UInt8]
    let tag: [UInt8]

    init(_ phc: PHCString) throws(PasswordHashError) {
        guard phc.name == "scrypt", phc.version == nil else { throw .malformed }
        let costs = try phc.costs(named: ["ln", "r", "p"])
        guard Self.logRounds.contains(costs[0]), Self.blockSizes.contains(costs[1]), Self.lanes.contains(costs[2]),
            Self.saltBytes.contains(phc.salt.count), Self.tagBytes.contains(phc.tag.count)
        else { throw .outOfBounds }
        (rounds, blockSize, parallelism) = (1 << Int(costs[0]), Int(costs[1]), Int(costs[2]))
        (salt, tag) = (phc.salt, phc.tag)
        guard 128 * rounds * blockSize <= Self.mostMemory, rounds * blockSize * parallelism <= Self.mostWork else {
            throw .outOfBounds
        }
    }

    func compute(_ password: Secret<[UInt8]>) throws(PasswordHashError) -> [UInt8] {
        do {
            return DerivedBytes.of(
                try KDF.Scrypt.deriveKey(
                    from: password.expose(),
                    salt: salt,
                    outputByteCount: tag.count,
                    rounds: rounds,
                    blockSize: blockSize,
                    parallelism: parallelism,
                    maxMemory: 2 * Self.mostMemory
                )
            )
        } catch {
            throw .failed(code: 0)
        }
    }
}
