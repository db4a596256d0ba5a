/// A type of the server, as it stands before a parameter and above a column.
///
/// The numbers are those of `pg_type.dat`, fixed for all servers.
package struct PostgresType: Sendable, Hashable {
    package let oid: UInt32
    /// Parameters go in binary form except those whose type the server shall infer.
    let isBinary: Bool

    private init(_ oid: UInt32, isBinary: Bool = true) {
        self.oid = oid
        self.isBinary = isBinary
    }

    init(ofColumn oid: UInt32) {
        self.init(oid)
    }

    package static let bool = PostgresType(16)
    package static let bytea = PostgresType(17)
    package static let name = PostgresType(19)
    package static let int8 = PostgresType(20)
    package static let int2 = PostgresType(21)
    package static let int4 = PostgresType(23)
    package static let text = PostgresType(25)
    package static let json = PostgresType(114)
    package static let float4 = PostgresType(700)
    package static let float8 = PostgresType(701)
    package static let bpchar = PostgresType(1042)
    package static let varchar = PostgresType(1043)
    package static let timestamptz = PostgresType(1184)
    package static let uuid = PostgresType(2950)
    package static let jsonb = PostgresType(3802)
    package static let int4Array = PostgresType(1007)
    package static let textArray = PostgresType(1009)
    package static let int8Array = PostgresType(1016)
    package static let timestamptzArray = PostgresType(1185)
    package static let uuidArray = PostgresType(2951)

    /// Text whose type the server infers from the place it stands at: text, but also jsonb, inet or an enumeration.
    package static let inferred = PostgresType(0, isBinary: false)

    /// Object ids from here on belong to types made in the database (FirstNormalObjectId in `access/transam.h`).
    static let firstOfDatabase: UInt32 = 16384
}
