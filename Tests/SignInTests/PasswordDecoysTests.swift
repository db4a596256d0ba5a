import Credentials
import Secrets
import SignIn
import Testing

/// What an address of nobody costs where hashes were imported (attacks 5.1 #1).
struct PasswordDecoysTests {
    private static let bcrypt = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    @Test func anAddressAlwaysCostsTheSameAndAddressesAreSpreadOverAllCosts() throws {
        let decoys = PasswordDecoys(try Sealing(keys: [Secret([UInt8](repeating: 1, count: Sealing.keyBytes))]))
        let imported = [try #require(try StoredPasswordHash(parsing: Self.bcrypt).decoy)]
        let addresses = (0..<200).map { "user\($0)@acme.example" }
        let chosen = addresses.map { decoys.choose(for: $0, among: imported) }
        #expect(chosen == addresses.map { decoys.choose(for: $0.uppercased(), among: imported) })
        #expect((60...140).contains(chosen.count { $0 == nil }))
        #expect(chosen.allSatisfy { $0 == nil || $0 == imported[0] })
        #expect(addresses.allSatisfy { decoys.choose(for: $0, among: []) == nil })
    }
}
