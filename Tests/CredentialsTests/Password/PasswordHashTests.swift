import Secrets
import Testing

@testable import Credentials

@Suite
struct PasswordHashTests {
    private static let salt = [UInt8](1...16)
    /// A well-formed text, from which the refused ones are made by breaking one thing.
    private static let valid =
        "$argon2id$v=19$m=19456,t=2,p=1$AQIDBAUGBwgJCgsMDQ4PEA$"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    private func password(_ typed: String) throws -> NormalizedPassword { try NormalizedPassword(Secret(typed)) }

    @Test
    func matchesItsPasswordOnly() throws {
        let hash = try PasswordHash.make(password("lanterns over water"), salt: Self.salt, parameters: .cheap)
        #expect(try hash.matches(password("lanterns over water")))
        #expect(try !hash.matches(password("lanterns over Water")))
        #expect(try !hash.matches(password("lanterns over water ")))
    }

    /// attacks 5.1 #2.
    @Test
    func takesComposedAndDecomposedForOne() throws {
        let hash = try PasswordHash.make(password("bru\u{302}le\u{301}e"), salt: Self.salt, parameters: .cheap)
        #expect(try hash.matches(password("br\u{FB}l\u{E9}e")))
    }

    /// attacks 5.1 #2: nothing is cut off, the last byte of the longest password counts.
    @Test
    func countsEveryByteOfTheLongest() throws {
        let longest = String(repeating: "x", count: PasswordPolicy.maximumBytes)
        let hash = try PasswordHash.make(password(longest), salt: Self.salt, parameters: .cheap)
        #expect(try hash.matches(password(longest)))
        #expect(try !hash.matches(password(longest.dropLast() + "y")))
        #expect(try !hash.matches(password(String(longest.dropLast()))))
    }

    @Test
    func survivesItsText() throws {
        let hash = try PasswordHash.make(password("lanterns over water"), salt: Self.salt, parameters: .standard)
        #expect(hash.phc.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$AQIDBAUGBwgJCgsMDQ4PEA$"))
        let read = try PasswordHash(parsing: hash.phc)
        #expect(read == hash)
        #expect(try read.matches(password("lanterns over water")))
    }

    /// What libargon2's own `argon2id_hash_encoded` writes for "password" with this salt and these costs.
    @Test
    func readsWhatTheLibraryWrites() throws {
        let phc = try LibraryHash.encoded("password", salt: Self.salt, parameters: .cheap)
        #expect(try PasswordHash(parsing: phc).matches(password("password")))
        #expect(try PasswordHash.make(password("password"), salt: Self.salt, parameters: .cheap).phc == phc)
    }

    @Test(arguments: [15, 17, 0])
    func asksForItsOwnSaltLength(count: Int) throws {
        let password = try password("lanterns over water")
        #expect(throws: PasswordHashError.outOfBounds) {
            try PasswordHash.make(password, salt: [UInt8](repeating: 1, count: count), parameters: .cheap)
        }
    }

    @Test(arguments: [
        ("", ""), ("$argon2id$", "$argon2i$"), ("$argon2id$", "argon2id$"), ("v=19", "v=16"), ("v=19$", ""),
        ("m=19456,t=2,p=1", "t=2,m=19456,p=1"), ("m=19456", "m=019456"), ("m=19456", "m=+19456"), ("m=19456", "m="),
        ("m=19456", "m= 19456"), ("m=19456", "m=1９456"), ("p=1$", "p=1,keyid=AA$"), ("p=1$", "p=1$$"),
        ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQIDBAUGBwgJCgsMDQ4PEA==$"),
        ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQIDBAUGBwgJCgsMDQ4PEB$"),
        ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQIDBAUGBwgJCgsMDQ4P-_$"), ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQIDBAUGBwgJCgsMDQ4PE$"),
        ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQID BAUGBwgJCgsMDQ4PEA$"), ("AAA$end", "AAA$"), ("AAA$end", "AAA\n"),
        ("AAA$end", "AAA$AA"), ("AAA$end", String(repeating: "A", count: 400)),
    ])
    func refusesWhatIsNoHash(part: String, broken: String) {
        let phc: String
        switch part {
        case "": phc = broken
        case "AAA$end": phc = String(Self.valid.dropLast(3)) + broken
        default: phc = Self.valid.split(separator: part, omittingEmptySubsequences: false).joined(separator: broken)
        }
        #expect(phc != Self.valid)
        #expect(throws: PasswordHashError.malformed) { try PasswordHash(parsing: phc) }
    }

    @Test(arguments: [
        ("m=19456", "m=262145"), ("m=19456", "m=4294967295"), ("m=19456", "m=4294967296"), ("m=19456", "m=7"),
        ("m=19456,t=2,p=1", "m=15,t=2,p=2"), ("t=2", "t=17"), ("p=1", "p=17"),
        ("AQIDBAUGBwgJCgsMDQ4PEA$", "AQIDBAUGBw$"),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA"),
    ])
    func refusesWhatIsOutOfBounds(part: String, broken: String) {
        let phc = Self.valid.split(separator: part, omittingEmptySubsequences: false).joined(separator: broken)
        #expect(throws: PasswordHashError.outOfBounds) { try PasswordHash(parsing: phc) }
    }

    /// attacks 5.1 #3.
    @Test(arguments: [
        (m: 19_456, t: 2, p: 1, weaker: false), (m: 19_455, t: 2, p: 1, weaker: true),
        (m: 19_456, t: 1, p: 1, weaker: true), (m: 65_536, t: 3, p: 4, weaker: false),
        (m: 19_456, t: 2, p: 4, weaker: false),
    ])
    func knowsWhenItIsWeaker(m: Int, t: Int, p: Int, weaker: Bool) throws {
        let phc = Self.valid.replacing("m=19456,t=2,p=1", with: "m=\(m),t=\(t),p=\(p)")
        #expect(try PasswordHash(parsing: phc).isWeaker(than: .standard) == weaker)
    }

    @Test
    func isWeakerWithAShortSaltOrTag() throws {
        let saltless = Self.valid.replacing("AQIDBAUGBwgJCgsMDQ4PEA$", with: "AQIDBAUGBwg$")
        let tagless = String(Self.valid.dropLast(21))
        #expect(try PasswordHash(parsing: saltless).isWeaker(than: .standard))
        #expect(try PasswordHash(parsing: tagless).isWeaker(than: .standard))
    }

    @Test
    func printsItsCostOnly() throws {
        let hash = try PasswordHash(parsing: Self.valid)
        #expect("\(hash)" == "argon2id(m=19456,t=2,p=1)")
        #expect(!String(reflecting: hash).contains("AQID"))
    }
}
