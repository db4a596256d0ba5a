import Testing

@testable import WebAuthn

@Suite struct IdentifierTests {
    @Test func modelsAreWrittenAsUUIDs() throws {
        let text = "08987058-cadc-4b81-b6e1-30de50dcbe96"
        #expect(AAGUID(text)?.description == text)
        #expect(AAGUID(text.uppercased())?.description == text)
        #expect(AAGUID([UInt8](repeating: 0, count: 16))?.isZero == true)
    }

    @Test(arguments: [
        "", "08987058cadc4b81b6e130de50dcbe96", "08987058-cadc-4b81-b6e1-30de50dcbe9",
        "0898705g-cadc-4b81-b6e1-30de50dcbe96", "08987058-cadc-4b81b-6e1-30de50dcbe96",
    ])
    func refusesModelsThatAreNoUUIDs(_ text: String) {
        #expect(AAGUID(text) == nil)
    }

    /// attacks 4.1 #1: least randomness of a challenge.
    @Test func challengesHaveEnoughRandomness() {
        #expect(Challenge(random: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(Challenge(random: [UInt8](repeating: 1, count: 16)) != nil)
        #expect(Challenge.bytes >= Challenge.leastBytes)
    }

    @Test func userHandlesAreBounded() throws {
        #expect(try refusal { try UserHandle([]) } == .userHandleLength)
        #expect(try refusal { try UserHandle([UInt8](repeating: 1, count: 65)) } == .userHandleLength)
        #expect(try refusal { try UserHandle([UInt8](repeating: 1, count: 64)) } == nil)
    }
}
