import Encoding
import JOSE
import Testing

@Suite struct SigningKeyTests {
    @Test(arguments: SigningAlgorithm.allCases)
    func survivesItsRawForm(algorithm: SigningAlgorithm) throws {
        let key = SigningKey.generate(algorithm)
        #expect(key.rawRepresentation.count == 32)
        let again = try SigningKey(rawRepresentation: key.rawRepresentation, algorithm: algorithm)
        #expect(again.publicKey == key.publicKey)
        #expect(again.identifier == key.identifier)
    }

    @Test(arguments: SigningAlgorithm.allCases, [0, 31, 33, 64])
    func refusesRawFormsOfOtherLengths(algorithm: SigningAlgorithm, count: Int) {
        #expect(throws: JOSEError.malformedSigningKey) {
            try SigningKey(rawRepresentation: [UInt8](repeating: 1, count: count), algorithm: algorithm)
        }
    }

    /// Zero and the order itself are no private keys of P-256.
    @Test(arguments: [[UInt8](repeating: 0, count: 32), P256Order.order])
    func refusesNumbersOutsideOfTheGroup(raw: [UInt8]) {
        #expect(throws: JOSEError.malformedSigningKey) { try SigningKey(rawRepresentation: raw, algorithm: .es256) }
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func printsNothingOfTheKey(algorithm: SigningAlgorithm) {
        let key = SigningKey.generate(algorithm)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(text.contains("SigningKey"))
            #expect(!text.contains(Hex.encode(key.rawRepresentation)))
            #expect(!text.contains(Base64URL.encode(key.rawRepresentation)))
            #expect(!text.contains("P256"))
        }
    }

    @Test func makesAnotherKeyEachTime() {
        #expect(SigningKey.generate(.es256).identifier != SigningKey.generate(.es256).identifier)
    }
}
