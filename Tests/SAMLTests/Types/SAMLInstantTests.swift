import SAML
import Testing

@Suite("xs:dateTime and xs:duration")
struct SAMLInstantTests {
    // attacks 1.6 #94, 1.9 #137
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-01-15T12:00:00Z", 1_768_478_400),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2000-02-29T00:00:00Z", 951_782_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799), ("2026-01-15T12:00:00.1Z", 1_768_478_400),
            ("2026-01-15T12:00:00.1234567Z", 1_768_478_400),
        ] as [(String, Int64)]
    )
    func readsRealMoments(_ text: String, _ seconds: Int64) throws {
        let instant = try #require(SAMLInstant(text))
        #expect(instant.secondsSince1970 == seconds)
        #expect(SAMLInstant(instant.description)?.secondsSince1970 == seconds)
    }

    @Test(
        arguments: [
            "", "2026-01-15T12:00:00", "2026-01-15T12:00:00+00:00", "2026-01-15T12:00:00-05:00", "2026-01-15T12:00:00z",
            "2026-02-30T12:00:00Z", "2023-02-29T12:00:00Z", "1900-02-29T12:00:00Z", "2026-04-31T12:00:00Z",
            "2026-01-15T24:00:00Z", "2026-12-31T23:59:60Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z", "-2026-01-01T00:00:00Z", "12026-01-01T00:00:00Z",
            "2026-01-15T12:00:00.Z", "2026-01-15T12:00:00.12345678Z", "2026-01-15T12:00:00.123456789Z",
            "2026-01-15 12:00:00Z", " 2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z ", "2026-1-15T12:00:00Z",
            "2026-01-15T12:00Z", "2026-01-15T12:00:00Z2026-01-15T12:00:00Z", "２０２６-01-15T12:00:00Z",
        ]
    )
    func refusesEverythingElse(_ text: String) {
        #expect(SAMLInstant(text) == nil)
    }

    @Test func comparesFractions() throws {
        let early = try #require(SAMLInstant("2026-01-15T12:00:00.0000001Z"))
        let late = try #require(SAMLInstant("2026-01-15T12:00:00.0000002Z"))
        #expect(early < late)
    }

    @Test func saturatesInsteadOfOverflowing() {
        let instant = SAMLInstant(secondsSince1970: .max)
        #expect(instant.adding(seconds: .max) > instant)
        #expect(instant.adding(seconds: .min) < instant)
    }

    @Test(
        arguments: [("P1D", 86_400), ("PT1H", 3_600), ("P1Y2M3DT4H5M6S", 36_993_906), ("PT0S", 0)] as [(String, Int64)]
    )
    func readsDurations(_ text: String, _ seconds: Int64) {
        #expect(SAMLDuration(text)?.seconds == seconds)
    }

    @Test(arguments: ["", "P", "PT", "P1DT", "-P1D", "P1.5D", "PT1D", "P1H", "P1D1D", "P1M1Y", "P9999999999D", "1D"])
    func refusesOtherDurations(_ text: String) {
        #expect(SAMLDuration(text) == nil)
    }
}
