import Secrets
import Testing

@testable import Credentials

@Suite
struct Argon2Tests {
    /// RFC 9106 section 5.3, the test vector of Argon2id.
    @Test
    func givesTheTagOfTheStandard() throws {
        let tag = try Argon2.tag(
            of: Secret([UInt8](repeating: 0x01, count: 32)),
            salt: [UInt8](repeating: 0x02, count: 16),
            secret: [UInt8](repeating: 0x03, count: 8),
            associatedData: [UInt8](repeating: 0x04, count: 12),
            parameters: Argon2Parameters(memoryKiB: 32, passes: 3, lanes: 4),
            tagBytes: 32
        )
        #expect(
            tag == [
                0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53, 0xc9,
                0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01, 0xe6, 0x59,
            ]
        )
    }

    @Test
    func hashesAnEmptyMessage() throws {
        let parameters = Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)
        let salt = [UInt8](repeating: 7, count: 16)
        let empty = try Argon2.tag(of: Secret([]), salt: salt, parameters: parameters, tagBytes: 32)
        let other = try Argon2.tag(of: Secret([0]), salt: salt, parameters: parameters, tagBytes: 32)
        #expect(empty != other)
    }

    @Test
    func tellsWhatTheLibraryRefused() {
        #expect(throws: Argon2.Failure(code: -6)) {
            try Argon2.tag(of: Secret([1]), salt: [1, 2, 3], parameters: .cheap, tagBytes: 32)
        }
    }
}

extension Argon2Parameters {
    /// The least that the library takes, for tests about anything but the cost.
    static let cheap = Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)
}
