import Secrets
import Testing

@testable import Credentials

/// Hashes that other programs made. Where a hash has a source, it stands beside it; the others were computed by OpenSSL,
/// libxcrypt and libargon2, by way of Python.
@Suite
struct ImportedPasswordHashTests {
    @Test(arguments: [
        // crypt_blowfish, wrapper.c.
        ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        ("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ("lanterns over water", "$2b$06$abcdefghijklmnopqrstuubTB6i0FXEtqPXEoaZg7EnJjVZN4kCL6"),
        ("lanterns over water", "$pbkdf2-sha1$i=1000$yMnKy8zNzs/Q0dLT1NXW1w$TMFXKZP6+gO3sIhcwS4IfCwdhVQ"),
        (
            "lanterns over water",
            "$pbkdf2-sha256$i=29000$yMnKy8zNzs/Q0dLT1NXW1w$QS51MxePkWTCxEpp8rSN4slg+eK3edHbeY6VNYUJbh4"
        ),
        (
            "lanterns over water",
            "$pbkdf2-sha512$i=1000$yMnKy8zNzs/Q0dLT1NXW1w$tAG4TTVcsJQ330bpe/WRWJTTrnlpFmEVFnXFT+Nv4K8IJzt9VxdadML2/tB88s6L8pmWXMAU+ya2VJpdvbHHlg"
        ),
        (
            "lanterns over water",
            "$pbkdf2-sha256$29000$8PHy8/T19vf4.fr7/P3./w$cK8/yFS3OrvkqyFLBu4kMZr4YKyGUWWW/1.YYRSlmo0"
        ),
        ("lanterns over water", "$pbkdf2$1000$8PHy8/T19vf4.fr7/P3./w$Xwu1/NP3Dl1W7xD0vraMcgqiylU"),
        (
            "lanterns over water",
            "$pbkdf2-sha256$i=1000,l=32$8PHy8/T19vf4+fr7/P3+/w$wf/8QoCFqkvXqvEWmh+gXgn97huLsDcoIjPgyV6fF8c"
        ),
        ("lanterns over water", "pbkdf2_sha256$1000$seasalt2$Lj/T3E4QQ4xby7jIZ47HaDAE04IPsdNzaT9F1VroHCc="),
        // RFC 7914 section 12.
        (
            "pleaseletmein",
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        ),
        (
            "lanterns over water",
            "$scrypt$ln=14,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$X5/pduLpktEW0OihCCLIUG/0MvQDiJeDCHhD+iRiuVM"
        ),
        (
            "lanterns over water",
            "$scrypt$ln=10,r=4,p=3$8PHy8/T19vf4+fr7/P3+/w$iM0abC8b0IgA2K8YuHTwUkMQ6Jv8eDmXJYBDE0F3HHGZZAnr3cXxc2c/IX53Na2QFYGRibCy+XjOMimU0W/2qQ"
        ),
        (
            "lanterns over water",
            "$argon2i$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$+SUsTKOk8FOyT7XRFYR4eTmjYACiRfJ9wKrw6kvBD1Q"
        ),
        (
            "lanterns over water",
            "$argon2d$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$8uf0sKfDsRpNzD4TWz4aSZV6STHgc5ffVXEAMoy4FgU"
        ),
        (
            "lanterns over water",
            "$argon2i$v=16$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$1ryxaD2jnuIYBaxwZPKzWNFwIO8KX3OXPtMBjI5BhDw"
        ),
        (
            "lanterns over water",
            "$argon2id$v=16$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$mL+R2CO8lCZRBLUaw/XeL+UR6njaGeu9aJ3pV4bHqRc"
        ),
        // Without a version it is 1.0, as libargon2 wrote it before 2016.
        ("password", "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY"),
    ])
    func matchesItsPasswordOnly(password: String, text: String) throws {
        let hash = try ImportedPasswordHash(parsing: text)
        #expect(hash.text == text)
        #expect(try hash.matches(NormalizedPassword(Secret(password))))
        #expect(try !hash.matches(NormalizedPassword(Secret(password + "!"))))
        #expect(try !hash.matches(NormalizedPassword(Secret(String(password.dropLast())))))
        #expect(try StoredPasswordHash(parsing: text) == .imported(hash))
    }

    /// attacks 5.1 #2: what bcrypt would not look at is not taken for right, and a NUL ends nothing.
    @Test
    func takesNoPasswordThatBcryptWouldCutOff() throws {
        let hash = try ImportedPasswordHash(parsing: "$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i")
        let whole = String(repeating: "x", count: 72)
        #expect(try hash.matches(NormalizedPassword(Secret(whole))))
        #expect(try !hash.matches(NormalizedPassword(Secret(whole + "y"))))
        #expect(try !hash.matches(NormalizedPassword(Secret(whole + whole))))
        #expect(throws: PasswordPolicyViolation.controlCharacter) { try NormalizedPassword(Secret(whole + "\u{0}y")) }
    }

    @Test(arguments: [
        "", "$", "plain text", "5f4dcc3b5aa765d61d8327deb882cf99", "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiBFdcbYEdFCoEOfaS35inz1",
        "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "*", "!", "x",
        // One thing broken in a bcrypt hash: the wrong variant, the cost's digits, the length, the alphabet.
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$2$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$2a$5$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwKx",
        "$2a$+5$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lw",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwKK",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lw+",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lw\u{0}",
        // PBKDF2: no such digest, no rounds, a sign, a wrong length, mixed alphabets, padding, a fifth part.
        "$pbkdf2-md5$i=1000$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=+1000$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=1000,l=31$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$1000$AAA.+AAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=1000$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=1000$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
        "pbkdf2_sha256$1000$salt", "pbkdf2_md5$1000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "pbkdf2_sha256$01000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        // scrypt and Argon2: the costs in another order, a version that is none, another function.
        "$scrypt$r=8,ln=14,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$v=1$ln=14,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2i$v=20$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2x$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func refusesWhatIsNoHash(text: String) {
        #expect(throws: PasswordHashError.malformed) { try StoredPasswordHash(parsing: text) }
    }

    /// attacks 5.1 #3: a hash that would take minutes, or gigabytes, is not taken in.
    @Test(arguments: [
        "$2a$03$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$2a$15$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "$pbkdf2-sha256$i=999$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=3000001$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=4294967296$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        // 32 bytes are two blocks of SHA-1.
        "$pbkdf2-sha1$i=1500001$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=1000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha256$i=1000$AAAAAAAAAAA$AAAAAAAA",
        "$scrypt$ln=9,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=19,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=64,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=17,r=8,p=5$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2i$v=19$m=262145,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2d$m=64,t=17,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func refusesWhatIsOutOfBounds(text: String) {
        #expect(throws: PasswordHashError.outOfBounds) { try StoredPasswordHash(parsing: text) }
    }

    @Test(arguments: [
        ("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt(5)"),
        ("$pbkdf2-sha256$1000$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "pbkdf2-sha256(1000)"),
        ("pbkdf2_sha256$1000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "pbkdf2-sha256(1000)"),
        ("$scrypt$ln=10,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "scrypt(N=1024,r=8,p=1)"),
        ("$argon2i$v=19$m=64,t=1,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "argon2i(m=64,t=1,p=1)"),
    ])
    func itsDecoyCostsTheSameAndIsNobodys(text: String, cost: String) throws {
        let hash = try StoredPasswordHash(parsing: text)
        let decoy = try #require(hash.decoy)
        #expect("\(hash)" == cost)
        #expect("\(decoy)" == cost)
        #expect(decoy.decoy == decoy)
        #expect(!decoy.text.contains("AQIDBAUGBwg") && !decoy.text.contains("salt") && !decoy.text.contains("E5YP"))
        #expect(try !decoy.matches(NormalizedPassword(Secret("lanterns over water"))))
    }

    @Test
    func isMadeAnewAtTheFirstChance() throws {
        let hash = try StoredPasswordHash(parsing: "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
        #expect(hash.isWeaker(than: .standard))
        #expect(!String(reflecting: hash).contains("YMJKvyOeW"))
    }
}
