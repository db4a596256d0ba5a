import Credentials
import SignIn
import Testing
import Workspaces

/// Lines of an import, as JSON and as CSV.
struct UserImportLineTests {
    private static let bcrypt = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let json =
        #"{"email": "ada@acme.example", "name": "Ada Lovelace", "role": "admin", "password_hash": "\#(bcrypt)"}"#

    @Test func readsALineOfJSON() throws {
        let record = try UserImportLine.parse(json: Self.json.utf8)
        #expect(record.email.description == "ada@acme.example")
        #expect(record.name == "Ada Lovelace")
        #expect(record.role == .admin)
        #expect(record.hash.text == Self.bcrypt)
    }

    @Test func isAMemberWhereNoRoleIsSaid() throws {
        let line = Self.json.replacing(#""role": "admin", "#, with: "")
        #expect(try UserImportLine.parse(json: line.utf8).role == .member)
        let columns = try UserImportLine.columns(csv: "email,name,role,password_hash".utf8)
        #expect(try UserImportLine.parse(csv: "a@b.example,A,,\(Self.bcrypt)".utf8, columns: columns).role == .member)
    }

    @Test(arguments: [
        ("ada@acme.example", "ada", UserImportRefusal.badEmail), ("ada@acme", "\u{212A}im@acme", .badEmail),
        ("Ada Lovelace", "", .badName), ("Ada Lovelace", "A\\tda", .badName),
        ("Ada Lovelace", "A\\u0000da", .malformed),
        ("Ada Lovelace", String(repeating: "a", count: 201), .badName),
        ("admin", "superuser", .badRole), ("admin", "Admin", .badRole),
        (bcrypt, "secret", .badHash), ("$2b$05", "$2b$31", .hashOutOfBounds),
        ("name", "Name", .unknownField), ("\"role\"", "\"groups\": [], \"role\"", .unknownField),
        ("\"name\": \"Ada Lovelace\", ", "", .missingField), ("\"Ada Lovelace\"", "null", .malformed),
        ("\"Ada Lovelace\"", "\"Ada\", \"name\": \"Bob\"", .malformed), ("}", "", .malformed), ("{", "[{", .malformed),
        ("Ada Lovelace", String(repeating: "a", count: 4_096), .lineTooLong),
    ])
    func refusesALineOfJSONWithOneThingBroken(part: String, broken: String, refusal: UserImportRefusal) throws {
        let line = Self.json.replacing(part, with: broken)
        #expect(line != Self.json)
        #expect(throws: refusal) { try UserImportLine.parse(json: line.utf8) }
    }

    @Test(arguments: [
        ("email,name,role,password_hash", "ada@acme.example,Ada Lovelace,admin,\(bcrypt)", "Ada Lovelace"),
        ("password_hash,email,name", "\(bcrypt),ada@acme.example,Ada", "Ada"),
        ("email,name,password_hash", "ada@acme.example,\"Lovelace, Ada\",\(bcrypt)", "Lovelace, Ada"),
        (
            "\"email\",\"name\",\"password_hash\"", "\"ada@acme.example\",\"Ada \"\"A\"\" L\",\"\(bcrypt)\"",
            "Ada \"A\" L"
        ),
    ])
    func readsLinesOfCSV(head: String, line: String, name: String) throws {
        let columns = try UserImportLine.columns(csv: head.utf8)
        let record = try UserImportLine.parse(csv: line.utf8, columns: columns)
        #expect(record.email.description == "ada@acme.example")
        #expect(record.name == name)
        #expect(record.hash.text == Self.bcrypt)
    }

    @Test(arguments: [
        "ada@acme.example,Ada", "ada@acme.example,Ada,\(bcrypt),x", "ada@acme.example,\"Ada,\(bcrypt)",
        "ada@acme.example,A\"da,\(bcrypt)", "ada@acme.example,\"Ada\"x,\(bcrypt)",
    ])
    func refusesLinesOfCSVThatAreNotWellFormed(line: String) throws {
        let columns = try UserImportLine.columns(csv: "email,name,password_hash".utf8)
        #expect(throws: UserImportRefusal.malformed) { try UserImportLine.parse(csv: line.utf8, columns: columns) }
    }

    @Test func refusesBytesThatAreNoText() throws {
        let columns = try UserImportLine.columns(csv: "email,name,password_hash".utf8)
        let line = Array("ada@acme.example,Ad".utf8) + [0xFF] + Array(",\(Self.bcrypt)".utf8)
        #expect(throws: UserImportRefusal.malformed) { try UserImportLine.parse(csv: line, columns: columns) }
    }

    @Test(arguments: [
        ("email,name", UserImportRefusal.missingField), ("email,name,password_hash,email", .malformed),
        ("email,name,password_hash,Role", .unknownField), ("", .unknownField),
    ])
    func refusesAFirstLineThatNamesNotTheColumns(head: String, refusal: UserImportRefusal) {
        #expect(throws: refusal) { try UserImportLine.columns(csv: head.utf8) }
    }
}
