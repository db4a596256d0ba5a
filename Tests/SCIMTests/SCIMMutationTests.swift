import Encoding
import Foundation
import TestSupport
import Testing

@testable import SCIM

/// The fuzzers' properties on seeded mutations, in every run; and the inputs on which they once failed.
struct SCIMMutationTests {
    private static let filters = [
        #"userName eq "bjensen" and (emails[type eq "work" and value co "@x"].value eq "y" or not (title pr))"#,
        #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "\u00e9\ud83d\ude00""#,
        #"meta.lastModified gt "2011-05-13T04:42:34Z" or active eq "True" or id eq 54D3-2050"#,
    ]
    private static let paths = [
        #"emails[type eq "work"].value"#, "name.givenName", "members[value eq \"u1\"]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", #"roles[primary eq "True"].value"#,
    ]
    private static let patches = [
        #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"},{"op":"replace","value":{"name.givenName":"B","active":"False","emails":[{"value":"x","primary":true}]}},{"op":"remove","path":"addresses[type eq \"work\"].country"},{"op":"add","path":"roles","value":[{"value":"{\"value\":\"admin\"}"}]}]}"#
    ]

    @Test func filtersEndInATreeOrARefusal() {
        mutate(Self.filters, rounds: 20_000) { SCIMFuzzing.filter($0) }
    }

    @Test func pathsEndInATargetOrARefusal() {
        mutate(Self.paths, rounds: 20_000) { SCIMFuzzing.path($0) }
    }

    @Test func patchesEndInAResourceOrARefusal() {
        mutate(Self.patches, rounds: 4000) { SCIMFuzzing.patch($0) }
    }

    /// Inputs that a fuzzer stopped at stay here as files; each has to hold now.
    @Test func onceFailingInputsHold() throws {
        let folder = Vectors.packageRoot.appendingPathComponent("Tests/SCIMTests/Vectors/fuzz")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in files.sorted() {
            let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            for violated in [SCIMFuzzing.filter(bytes), SCIMFuzzing.path(bytes), SCIMFuzzing.patch(bytes)] {
                #expect(violated == nil, "\(name)")
            }
        }
    }

    private func mutate(_ seeds: [String], rounds: Int, _ property: ([UInt8]) -> String?) {
        var randomness = SeededRandomness(seed: 70)
        let spice = Array(#""\[]().:$ {},0eE-+"#.utf8)
        for round in 0..<rounds {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &randomness) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &randomness)
                switch Int.random(in: 0..<5, using: &randomness) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &randomness)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(spice.randomElement(using: &randomness) ?? 0, at: place)
                case 3: bytes.insert(contentsOf: bytes[place..<min(place + 9, bytes.count)], at: place)
                default: bytes.removeSubrange(place..<min(place + 5, bytes.count))
                }
            }
            if let violated = property(bytes) { Issue.record("\(violated): \(String(decoding: bytes, as: UTF8.self))") }
        }
    }
}
