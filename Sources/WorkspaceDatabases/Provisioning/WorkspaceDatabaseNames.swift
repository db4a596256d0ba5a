/// The names of a workspace's database and of its login. They are random: neither tells whose they are, nor that of another.
package struct WorkspaceDatabaseNames: Sendable, Equatable {
    package let database: String
    package let login: String

    /// Names that were made before and are read back from where they were kept.
    package init(database: String, login: String) {
        self.database = database
        self.login = login
    }

    /// Fresh names with 80 random bits each.
    ///
    /// - Parameters:
    ///   - prefix: lower-case letters, digits and underscores, beginning with a letter.
    ///   - random: gives that many random bytes.
    package init(prefix: String, random: (Int) -> [UInt8]) {
        self.init(
            database: "\(prefix)_w_\(Self.text(of: random(Self.randomBytes)))",
            login: "\(prefix)_u_\(Self.text(of: random(Self.randomBytes)))"
        )
    }

    private static let randomBytes = 10

    private static func text(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
