import Secrets
import Testing

@Suite struct SecretTests {
    private struct Settings {
        let name = "database"
        let password = Secret("hunter2")
        let key: Secret<[UInt8]>? = Secret(Array("hunter2".utf8))
    }

    private static let spelled = ["hunter2", "104, 117", "- 104"]

    @Test func printsNothing() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: secret), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(secret)" == "(secret)")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func printsNothingFromWithin() {
        let settings = Settings()
        var dumped = ""
        dump(settings, to: &dumped)
        let printed = [
            "\(settings)", String(reflecting: settings), dumped, "\([settings.password])",
            "\(["p": settings.password])",
            "\(String(describing: Optional(settings.password)))", "\(settings.password.map { Array($0.utf8) })",
        ]
        for text in printed {
            for form in Self.spelled { #expect(!text.contains(form), "\(form) stands in \(text)") }
        }
    }

    @Test func isExposedWhereItIsNeeded() throws {
        #expect(Secret("hunter2").expose() == "hunter2")
        #expect(Secret("hunter2").map(\.count).expose() == 7)
    }

    @Test func passesOnWhatTheTransformThrows() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try Secret(1).map { (_) throws -> Int in throw Broken() } }
    }

    @Test(
        arguments: [
            ([], [], true), ([1], [1], true), ([1, 2, 3], [1, 2, 3], true),
            ([1], [2], false), ([1, 2], [2, 1], false), ([0x80], [0x00], false), ([0xFF, 0], [0, 0xFF], false),
            ([], [0], false), ([0], [0, 0], false), ([1, 2, 3], [1, 2], false),
        ] as [([UInt8], [UInt8], Bool)]
    )
    func comparesInConstantTime(a: [UInt8], b: [UInt8], areEqual: Bool) {
        #expect(ConstantTime.equal(a, b) == areEqual)
        #expect(ConstantTime.equal(b, a) == areEqual)
        #expect(ConstantTime.equal(a[...], b) == areEqual)
    }

    @Test func seesEveryBitThatDiffers() {
        let bytes = [UInt8](0..<32)
        for place in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[place] ^= 1 << bit
                #expect(!ConstantTime.equal(bytes, other))
            }
        }
    }
}
