import Encoding
import FoundationEssentials
import JOSE
import SignIn
import Testing
import Workspaces

/// A receipt that holds, and one thing wrong with it.
struct ClosingReceiptTests {
    private let key = SigningKey.generate(.es256)

    private func receipt(lastAuditSequence: Int64? = 42) throws -> ClosingReceipt {
        ClosingReceipt(
            workspace: try #require(WorkspaceID(bytes: [UInt8](repeating: 7, count: 16))),
            slug: "acme",
            name: "Acme Ltd",
            requestedBy: "operator root",
            requestedAt: Date(unixSeconds: 1_764_000_000),
            closedAt: Date(unixSeconds: 1_764_000_003),
            lastAuditSequence: lastAuditSequence
        )
    }

    @Test(arguments: [42, nil] as [Int64?])
    func whatWasSignedIsReadBack(sequence: Int64?) throws {
        let receipt = try receipt(lastAuditSequence: sequence)
        let text = try receipt.signed(by: key)
        #expect(try ClosingReceipt(verifying: text, by: key.publicKey) == receipt)
    }

    @Test func anotherKeyOrAChangedByteIsRefused() throws {
        let text = try receipt().signed(by: key)
        #expect(throws: ClosingReceiptRejection.invalidSignature) {
            try ClosingReceipt(verifying: text, by: SigningKey.generate(.es256).publicKey)
        }
        #expect(throws: ClosingReceiptRejection.invalidSignature) {
            try ClosingReceipt(verifying: text, by: SigningKey.generate(.edDSA).publicKey)
        }
        let parts = text.split(separator: ".")
        let other = try ClosingReceipt(
            workspace: receipt().workspace,
            slug: "globex",
            name: "Globex",
            requestedBy: "operator root",
            requestedAt: Date(unixSeconds: 1_764_000_000),
            closedAt: Date(unixSeconds: 1_764_000_003),
            lastAuditSequence: 42
        ).signed(by: key).split(separator: ".")
        #expect(throws: ClosingReceiptRejection.invalidSignature) {
            try ClosingReceipt(verifying: "\(parts[0]).\(other[1]).\(parts[2])", by: key.publicKey)
        }
    }

    /// attacks 5.4 #27
    @Test(arguments: ["at+jwt", "session-revocations+jwt", "JWT"])
    func aTokenOfAnotherKindIsNoReceipt(type: String) throws {
        let claims: JSONObject = [
            "workspace": "07070707-0707-0707-0707-070707070707", "workspace_slug": "acme", "name": "A",
            "requested_by": "x", "requested_at": 1, "iat": 1,
        ]
        let payload = JSONValue.object(claims).serialized()
        let text = try key.sign(type: type, payload: payload)
        #expect(throws: ClosingReceiptRejection.wrongType) { try ClosingReceipt(verifying: text, by: key.publicKey) }
    }

    @Test(arguments: ["workspace", "workspace_slug", "name", "requested_by", "requested_at", "iat"])
    func aMissingClaimIsNamed(claim: String) throws {
        var claims: JSONObject = [
            "workspace": "07070707-0707-0707-0707-070707070707", "workspace_slug": "acme", "name": "A",
            "requested_by": "x", "requested_at": 1, "iat": 1,
        ]
        claims[claim] = nil
        let text = try key.sign(type: ClosingReceipt.type, payload: JSONValue.object(claims).serialized())
        #expect(throws: ClosingReceiptRejection.badClaim(claim)) {
            try ClosingReceipt(verifying: text, by: key.publicKey)
        }
    }

    @Test(arguments: ["", "a.b", "a.b.c", "...."])
    func whatIsNoTokenIsRefused(text: String) {
        #expect(throws: ClosingReceiptRejection.malformed) { try ClosingReceipt(verifying: text, by: key.publicKey) }
    }
}
