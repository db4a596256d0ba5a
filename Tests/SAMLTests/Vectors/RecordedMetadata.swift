import Encoding
import Foundation
import SAML
import SAMLForge
import TestSupport
import Testing

/// One line of `metadata.tsv`: a public file, and what the reader of a connection's metadata says of it.
///
/// Columns, separated by tabs: file below `saml/`, verdict: `accepted`, or the code of the first check that fails.
struct RecordedMetadata: CustomTestStringConvertible, Sendable {
    let file: String
    let verdict: String

    var testDescription: String { file }

    static func table() throws -> [RecordedMetadata] {
        try VerdictTable.rows("metadata", columns: 2).map { RecordedMetadata(file: $0[0], verdict: $0[1]) }
    }

    func judged() throws -> String {
        do {
            _ = try MetadataReader().read(Vectors.bytes("saml/\(file)"))
            return "accepted"
        } catch let rejection as SAMLRejection {
            return rejection.code.name
        }
    }
}

/// The tables of `Tests/SAMLVerdicts`: lines of columns separated by tabs, `#` before what is said about them.
enum VerdictTable {
    static func rows(_ name: String, columns: Int) throws -> [[String]] {
        let path = Vectors.packageRoot.appendingPathComponent("Tests/SAMLVerdicts/\(name).tsv")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let row = $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard row.count == columns else { throw ForgeFault.unusable(String($0)) }
            return row
        }
    }
}
