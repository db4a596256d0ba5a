import FoundationEssentials
import Testing
import Workspaces

/// How far two clocks are apart, when asking takes time.
struct ClockSkewTests {
    private let start = Date(unixSeconds: 1_700_000_000)

    @Test(arguments: [
        (0.0, 0.0, 0.0, 0.0),
        // Asked for a second: a reading in between says nothing against either clock.
        (0.0, 1.0, 0.4, 0.0), (0.0, 1.0, 1.0, 0.0), (0.0, 1.0, 0.0, 0.0),
        (0.0, 1.0, 3.0, 2.0), (0.0, 1.0, -0.75, 0.75),
    ])
    func isWhatTheQuestionsTimeDoesNotExplain(before: Double, after: Double, reading: Double, least: Double) {
        let found = ClockSkew.least(
            reading: start.addingTimeInterval(reading),
            between: start.addingTimeInterval(before),
            and: start.addingTimeInterval(after)
        )
        #expect(abs(found - least) < 0.001)
    }

    @Test func twoNodesThatAreReadyAreWithinTheTolerance() {
        #expect(ClockSkew.toleratedByDatabase * 2 <= ClockSkew.tolerated)
    }
}
