/// Unsafe memory is touched where C is called, and nowhere else.
struct UnsafePlacementRule: Rule {
    private static let homes: Set<String> = ["XMLSecurity", "Postgres", "Outbound"]

    /// File → why it may.
    static let exceptions: [String: String] = [
        "Sources/SAML/Bindings/Deflate.swift": "zlib reads and writes through pointers",
        "Sources/BoundedWorkers/NativeThread.swift": "a thread is handed its work through a pointer",
        "Sources/Credentials/Password/Argon2.swift": "libargon2 reads and writes through pointers",
        "Sources/Credentials/Password/Imported/Bcrypt.swift": "libcrypt reads and writes through pointers",
        "Sources/Credentials/Password/Imported/DerivedBytes.swift":
            "swift-crypto hands out a derived key's bytes through a pointer alone",
        "Sources/identity-gateway/Terminal/ProgressBar.swift":
            "a system call writes past the buffers of standard output",
        "Sources/Secrets/Sealing.swift": "swift-crypto hands out a derived key's bytes through a pointer alone",
        "Sources/TokenVerification/Remembering/TokenDigest.swift":
            "a digest's words are read in place: it is the hot path",
    ]

    func violations(in file: SourceFile) -> [Violation] {
        guard let words = file.swift?.words, !Self.homes.contains(file.target), Self.exceptions[file.path] == nil else {
            return []
        }
        return words.compactMap { word in
            let isUnsafe =
                word.text == "unsafe" || word.text.hasPrefix("Unsafe") || word.text.hasPrefix("withUnsafe")
                || word.text == "unsafeBitCast" || word.text == "OpaquePointer"
            return isUnsafe ? Violation(file, line: word.line, "unsafe construct: \(word.text)") : nil
        }
    }
}
