import Foundation
import TestSupport
import Testing
import WebAuthn

@Suite("The documentation of WebAuthn says what the code does")
struct WebAuthnDocumentationTests {
    /// To rewrite the page after a change, run once with `REWRITE_DOCUMENTATION=1`.
    @Test func codesPageIsTheCatalogue() throws {
        let file = Vectors.packageRoot.appendingPathComponent(
            "Sources/identity-gateway/Documentation.docc/WebAuthnCodes.md"
        )
        let expected = Self.page
        if ProcessInfo.processInfo.environment["REWRITE_DOCUMENTATION"] == "1" {
            try Data(expected.utf8).write(to: file)
        }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == expected)
    }

    @Test func everyCodeIsWellFormed() {
        for code in WebAuthnCode.allCases {
            #expect(code.rawValue.wholeMatch(of: /WEBAUTHN-[A-Z0-9]+-[0-9]{2}/) != nil, "\(code.rawValue)")
            #expect(code.entry.reason.hasSuffix("."), "\(code.rawValue)")
            #expect(code.entry.cure.hasSuffix("."), "\(code.rawValue)")
        }
    }

    /// Each code is thrown somewhere, and some test expects it.
    @Test func everyCodeIsThrownAndTested() throws {
        let sources = try text(below: "Sources/WebAuthn", except: ["WebAuthnCode.swift", "WebAuthnCatalogue.swift"])
        let tests = try text(below: "Tests/WebAuthnTests", except: [])
        for code in WebAuthnCode.allCases {
            #expect(sources.contains(try Regex("\\.\(code)\\b")), "\(code) is never thrown")
            #expect(tests.contains(try Regex("\\.\(code)\\b")), "\(code) is expected by no test")
        }
    }

    private func text(below folder: String, except names: Set<String>) throws -> String {
        let root = Vectors.packageRoot.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var text = ""
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift", !names.contains(file.lastPathComponent) else { continue }
            text += try String(contentsOf: file, encoding: .utf8)
        }
        return text
    }

    private static var page: String {
        var page = """
            # WebAuthn codes

            Why the registration of a passkey, or a sign-in with one, was refused, and what to do about it.

            ## Overview

            Each code is one check of the engine and keeps its meaning for ever. The sign-in log and
            `identity-gateway inspect webauthn` show the same code. The first check that fails gives the code; the order is
            that of WebAuthn Level 3 section 7, and stands in `RegistrationVerifier` and `AuthenticationVerifier`.


            """
        for code in WebAuthnCode.allCases {
            page += "### \(code.rawValue)\n\n\(code.entry.reason)\n\n**Cure:** \(code.entry.cure)\n\n"
        }
        page.removeLast()
        return page
    }
}
