import SignIn
package import Workspaces

/// A column of secrets that are sealed with the app key. All of them stand here; a test looks for others in the migrations.
package struct SealedColumn: Sendable {
    package let table: String
    /// The column that names the row, and its type.
    let key: String
    let keyType: String
    package let column: String
    /// What a row's secret is sealed for, by the text of its key.
    let purpose: @Sendable (String) -> String

    /// Those of the control database.
    package static let control = [
        SealedColumn(table: "signing_keys", key: "id", keyType: "text", column: "sealed_private_key") {
            SigningKeyRecord.purpose(of: $0)
        },
        SealedColumn(table: "workspaces", key: "id", keyType: "uuid", column: "sealed_password") {
            WorkspaceLocations.purpose(of: $0)
        },
    ]

    /// Those of each workspace's database.
    package static func workspace(_ id: WorkspaceID) -> [SealedColumn] {
        ["totp", "totp_enrolments"].map { table in
            SealedColumn(table: table, key: "user_id", keyType: "uuid", column: "sealed_secret") {
                SealedTOTPSecrets.purpose($0, id)
            }
        }
    }
}
