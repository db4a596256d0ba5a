import Encoding

/// A key of a CBOR map: COSE names parameters by numbers, WebAuthn members by text.
package enum CBORKey: Sendable {
    case number(Int64)
    case text(String)
}

extension CBORKey: Equatable {
    /// Texts are compared by bytes.
    package static func == (one: CBORKey, other: CBORKey) -> Bool {
        switch (one, other) {
        case (.number(let first), .number(let second)): first == second
        case (.text(let first), .text(let second)): first.hasSameBytes(as: second)
        case (.number, .text), (.text, .number): false
        }
    }
}

/// A CBOR map in the order of its bytes. No key is in it twice.
package struct CBORMap: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        let key: CBORKey
        let value: CBORValue
    }

    private(set) var entries: [Entry] = []

    var keys: [CBORKey] { entries.map(\.key) }

    subscript(number: Int64) -> CBORValue? { value(of: .number(number)) }

    subscript(name: String) -> CBORValue? { value(of: .text(name)) }

    /// Whether the keys are these and no others.
    func hasExactly(_ names: [String]) -> Bool {
        entries.count == names.count && names.allSatisfy { self[$0] != nil }
    }

    mutating func append(_ key: CBORKey, _ value: CBORValue) throws(WebAuthnRejection) {
        // CTAP 2.1 section 8, canonical CBOR: "Keys MUST NOT be repeated" (attacks 4.3 #44).
        guard self.value(of: key) == nil else { throw WebAuthnRejection(.cborDuplicate) }
        entries.append(Entry(key: key, value: value))
    }

    private func value(of key: CBORKey) -> CBORValue? {
        entries.first { $0.key == key }?.value
    }
}
