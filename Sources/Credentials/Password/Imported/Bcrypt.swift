import CCrypt
import Secrets

/// A bcrypt hash: `$2b$<cost>$<22 characters of salt><31 characters of tag>`, by libxcrypt.
///
/// bcrypt looks at 72 bytes of a password and stops at a NUL (attacks 5.1 #2). A NUL is in no password of ours. Of a longer
/// one the rest would count for nothing, so a longer one is wrong, whatever the program did from which the hash comes:
/// whoever has one chooses a new password.
struct Bcrypt: Sendable, Hashable {
    /// `$2x$` is left out: it is for hashes of a program that got letters beyond ASCII wrong.
    private static let prefixes = ["$2a$", "$2b$", "$2y$"]
    private static let textBytes = 60
    /// The prefix, two digits and `$`.
    static let costBytes = 7
    /// The same and the salt.
    private static let settingBytes = 29
    /// 2 to the power of it rounds; 14 takes about a second.
    private static let costs: ClosedRange<UInt32> = 4...14
    private static let longestPassword = 72

    let cost: UInt32
    /// What crypt(5) calls the setting.
    private let setting: String
    /// In bcrypt's own base64.
    let tag: [UInt8]

    init(parsing text: String) throws(PasswordHashError) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.textBytes, Self.prefixes.contains(where: { text.utf8.starts(with: $0.utf8) }),
            bytes[Self.costBytes - 1] == UInt8(ascii: "$"), bytes[Self.costBytes...].allSatisfy(Self.isDigit64)
        else { throw .malformed }
        guard let cost = UInt32(String(decoding: bytes[4..<6], as: UTF8.self)),
            bytes[4..<6].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .malformed }
        guard Self.costs.contains(cost) else { throw .outOfBounds }
        self.cost = cost
        setting = String(decoding: bytes[..<Self.settingBytes], as: UTF8.self)
        tag = Array(bytes[Self.settingBytes...])
    }

    /// The tag of the first 72 bytes; nil where there are more, after the same work.
    func compute(_ password: Secret<[UInt8]>) throws(PasswordHashError) -> [UInt8]? {
        var phrase = Array(password.expose().prefix(Self.longestPassword))
        let isWhole = phrase.count == password.expose().count
        phrase.append(0)
        let areaBytes = ccrypt_work_area_size()
        let area = UnsafeMutableRawPointer.allocate(byteCount: areaBytes, alignment: 16)
        defer {
            // What is left there tells of the password.
            unsafe area.initializeMemory(as: UInt8.self, repeating: 0, count: areaBytes)
            unsafe area.deallocate()
            for index in phrase.indices { phrase[index] = 0 }
        }
        unsafe area.initializeMemory(as: UInt8.self, repeating: 0, count: areaBytes)
        let output = unsafe phrase.withUnsafeBytes { phrase in
            unsafe crypt_rn(phrase.bindMemory(to: CChar.self).baseAddress, setting, area, Int32(areaBytes))
                .map { unsafe String(cString: $0) }
        }
        guard let output, output.utf8.count == Self.textBytes else { throw .failed(code: 0) }
        return isWhole ? Array(output.utf8.suffix(tag.count)) : nil
    }

    /// `./A-Za-z0-9`.
    private static func isDigit64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ".")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
