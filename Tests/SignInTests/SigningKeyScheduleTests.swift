import FoundationEssentials
import JOSE
import SignIn
import Testing
import Workspaces

/// When signing keys take their next step (attacks 5.4 #40).
struct SigningKeyScheduleTests {
    private static let start = Date(unixSeconds: 1_764_000_000)

    @Test(arguments: [
        (0.0, false), (1, false), (SigningKeySchedule.period - 1, false), (SigningKeySchedule.period, true),
    ])
    func rotationIsDueWhenTheActiveKeyHasServed(age: TimeInterval, isDue: Bool) {
        let keys = [Self.key(.active, made: -SigningKeySchedule.period), Self.key(.next, made: 0)]
        #expect(SigningKeySchedule.rotationIsDue(keys, at: Self.start + age) == isDue)
        #expect(SigningKeySchedule.isDue(keys, at: Self.start + age) == isDue)
    }

    @Test func rotationByScheduleNeverLetsAKeySignThatIsNotKnown() {
        #expect(SigningKeySchedule.period > SigningKeySchedule.publishedBeforeUse)
        #expect(SigningKeySchedule.nextKeyIsKnown(in: [Self.key(.next, made: 5)]) == Self.start + 605)
    }

    @Test func whereThereIsNoNextKeyNothingIsDue() {
        #expect(
            !SigningKeySchedule.isDue([Self.key(.active, made: 0)], at: Self.start + 10 * SigningKeySchedule.period)
        )
        #expect(SigningKeySchedule.nextKeyIsKnown(in: [Self.key(.active, made: 0)]) == .distantPast)
    }

    @Test func aRetiredKeyIsDueOnceItsLastTokenHasExpired() {
        let keys = [Self.key(.active, made: 0), Self.key(.next, made: 0), Self.key(.retired, made: -9, retired: 0)]
        let last = Self.start + SigningKeySchedule.publishedAfterRetirement
        #expect(!SigningKeySchedule.isDue(keys, at: last))
        #expect(SigningKeySchedule.isDue(keys, at: last + 1))
        // A withdrawn key stays as the record of its withdrawal.
        #expect(!SigningKeySchedule.isDue([Self.key(.withdrawn, made: -9, retired: 0)], at: last + 1))
    }

    private static func key(
        _ state: SigningKeyState,
        made: TimeInterval,
        retired: TimeInterval? = nil
    ) -> SigningKeyRecord {
        SigningKeyRecord(
            id: "\(state.rawValue)",
            algorithm: .es256,
            sealedPrivateKey: [],
            state: state,
            createdAt: start + made,
            retiredAt: retired.map { start + $0 }
        )
    }
}
