import TestSupport
import Testing

@testable import WebAuthn

/// attacks 4.1 #13: type, algorithm and curve agree, the numbers are a key, and nothing else is there.
@Suite struct COSEKeyTests {
    private typealias Parameters = [(Int64, ForgedCBOR)]

    private func refusal(_ algorithm: COSEAlgorithm, _ change: (inout [(Int64, ForgedCBOR)]) -> Void) throws
        -> WebAuthnCode?
    {
        var parameters = try CredentialKey.key(algorithm).parameters
        change(&parameters)
        return try WebAuthnTests.refusal { try COSEKey(parsing: CredentialKey.cose(parameters)) }
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func readsAKeyOfEveryAlgorithm(_ algorithm: COSEAlgorithm) throws {
        let bytes = try CredentialKey.key(algorithm).cose
        let key = try COSEKey(parsing: bytes)
        #expect(key.algorithm == algorithm)
        #expect(key.encoded == bytes)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func refusesAKeyWithoutOneOfItsParameters(_ algorithm: COSEAlgorithm) throws {
        for index in try CredentialKey.key(algorithm).parameters.indices {
            #expect(try refusal(algorithm) { $0.remove(at: index) } == .keyMalformed)
        }
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func refusesParametersOfTheWrongType(_ algorithm: COSEAlgorithm) throws {
        for index in try CredentialKey.key(algorithm).parameters.indices {
            let code = try refusal(algorithm) { $0[index].1 = .text("x") }
            #expect(code == .keyMalformed || code == .keyMismatch, "\(index)")
        }
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func refusesPrivateParts(_ algorithm: COSEAlgorithm) throws {
        let label: Int64 = algorithm == .rs256 ? -3 : -4
        #expect(try refusal(algorithm) { $0.append((label, .bytes([1]))) } == .keyPrivate)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func refusesFurtherParameters(_ algorithm: COSEAlgorithm) throws {
        #expect(try refusal(algorithm) { $0.append((2, .bytes([1]))) } == .keyParameter)
        #expect(try refusal(algorithm) { $0.append((4, .array([.number(2)]))) } == .keyParameter)
    }

    @Test func refusesAlgorithmsOfAnotherType() throws {
        #expect(try refusal(.es256) { $0[1].1 = .number(-257) } == .keyMismatch)
        #expect(try refusal(.es256) { $0[1].1 = .number(-8) } == .keyMismatch)
        #expect(try refusal(.edDSA) { $0[1].1 = .number(-7) } == .keyMismatch)
        #expect(try refusal(.rs256) { $0[1].1 = .number(-7) } == .keyMismatch)
    }

    /// attacks 4.2 #33: ES256 is P-256 and nothing else.
    @Test func refusesES256WithTheCurveP384() throws {
        #expect(try refusal(.es384) { $0[1].1 = .number(-7) } == .keyMismatch)
        #expect(try refusal(.es256) { $0[2].1 = .number(2) } == .keyMismatch)
        #expect(try refusal(.es512) { $0[2].1 = .number(8) } == .keyMismatch)
        #expect(try refusal(.edDSA) { $0[2].1 = .number(4) } == .keyMismatch)
    }

    @Test(arguments: [0, -1, -37, -258, -65535, -9, -19, -47, 7] as [Int64])
    func refusesUnknownAlgorithms(_ number: Int64) throws {
        #expect(try refusal(.es256) { $0[1].1 = .number(number) } == .keyUnsupported)
    }

    @Test func refusesUnknownTypes() throws {
        #expect(try refusal(.es256) { $0[0].1 = .number(4) } == .keyUnsupported)
        #expect(try refusal(.es256) { $0[0].1 = .number(7) } == .keyUnsupported)
    }

    @Test func refusesCompressedPoints() throws {
        #expect(try refusal(.es256) { $0[4].1 = .bool(true) } == .keyCompressed)
    }

    @Test(arguments: [.es256, .es384, .es512] as [COSEAlgorithm])
    func refusesPointsThatAreNone(_ algorithm: COSEAlgorithm) throws {
        let (x, y) = try CredentialKey.key(algorithm).coordinates
        #expect(try refusal(algorithm) { $0[4].1 = .bytes(x) } == .keyPoint)
        #expect(try refusal(algorithm) { $0[3].1 = .bytes([0] + x) } == .keyPoint)
        #expect(try refusal(algorithm) { $0[4].1 = .bytes(Array(y.dropFirst())) } == .keyPoint)
        #expect(try refusal(algorithm) { $0[3].1 = .bytes([]) } == .keyPoint)
        #expect(
            try refusal(algorithm) {
                $0[3].1 = .bytes([UInt8](repeating: 0, count: x.count))
                $0[4].1 = .bytes([UInt8](repeating: 0, count: x.count))
            } == .keyPoint
        )
    }

    /// attacks 4.2 #33: Ed25519 points of small order.
    @Test func refusesWeakAndMalformedEdwardsKeys() throws {
        #expect(try refusal(.edDSA) { $0[3].1 = .bytes([1] + [UInt8](repeating: 0, count: 31)) } == .keyWeak)
        #expect(try refusal(.edDSA) { $0[3].1 = .bytes([UInt8](repeating: 0, count: 32)) } == .keyWeak)
        #expect(try refusal(.edDSA) { $0[3].1 = .bytes([UInt8](repeating: 0xFF, count: 32)) } == .keyPoint)
        #expect(try refusal(.edDSA) { $0[3].1 = .bytes([UInt8](repeating: 2, count: 31)) } == .keyPoint)
    }

    @Test func refusesWeakRSAKeys() throws {
        guard case .bytes(let modulus) = try CredentialKey.key(.rs256).parameters[2].1 else { return }
        #expect(try refusal(.rs256) { $0[3].1 = .bytes([3]) } == .keyWeak)
        #expect(try refusal(.rs256) { $0[3].1 = .bytes([1]) } == .keyWeak)
        #expect(try refusal(.rs256) { $0[3].1 = .bytes([1, 0, 0]) } == .keyWeak)
        #expect(try refusal(.rs256) { $0[2].1 = .bytes(Array(modulus.prefix(128))) } == .keyWeak)
        #expect(try refusal(.rs256) { $0[2].1 = .bytes(modulus.dropLast() + [modulus[255] ^ 1]) } == .keyWeak)
        #expect(try refusal(.rs256) { $0[2].1 = .bytes([0] + modulus) } == .keyMalformed)
        #expect(try refusal(.rs256) { $0[3].1 = .bytes([0, 1, 0, 1]) } == .keyMalformed)
    }

    @Test func refusesEd448ByItsOwnCode() throws {
        let x = ForgedCBOR.bytes([UInt8](repeating: 5, count: 57))
        for number: Int64 in [-8, -53] {
            let code = try refusal(.edDSA) {
                $0[1].1 = .number(number)
                $0[2].1 = .number(7)
                $0[3].1 = x
            }
            #expect(code == .keyEd448)
        }
    }

    @Test func refusesBytesBehindTheKey() throws {
        let bytes = try CredentialKey.key(.es256).cose
        #expect(try WebAuthnTests.refusal { try COSEKey(parsing: bytes + [0]) } == .cborTrailing)
        #expect(try WebAuthnTests.refusal { try COSEKey(parsing: [0x80]) } == .keyMalformed)
    }
}
