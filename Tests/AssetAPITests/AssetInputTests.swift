import Encoding
import Foundation
import Testing

@testable import asset_api

@Suite
struct AssetInputTests {
    @Test(arguments: ["A-1", "a", "IT/2026/0001", "x_y.z", String(repeating: "9", count: 64)])
    func acceptsTags(text: String) throws {
        #expect(try AssetInput(["tag": .string(text)]).tag() == text)
    }

    @Test(arguments: [
        "", " A", "A 1", "A\n", "ä", "A\u{0}", "<b>", "@A", "[A", "{a", "A`", String(repeating: "9", count: 65), "１",
    ])
    func refusesTags(text: String) {
        refuses { try AssetInput(["tag": .string(text)]).tag() }
    }

    @Test(arguments: ["Laptop", "Büro-Stuhl 4", "ノートパソコン", String(repeating: "x", count: 200), "👩🏽‍🚀 suit"])
    func acceptsNames(text: String) throws {
        #expect(try AssetInput(["name": .string(text)]).name() == text)
    }

    @Test(arguments: [
        "", " ", " x", "x ", "x\ny", "x\u{0}y", String(repeating: "x", count: 201), String(repeating: "👩🏽‍🚀", count: 100),
    ])
    func refusesNames(text: String) {
        refuses { try AssetInput(["name": .string(text)]).name() }
    }

    @Test(arguments: ["laptop", "e-bike", "usb_c", "4k", String(repeating: "k", count: 32)])
    func acceptsKinds(text: String) throws {
        #expect(try AssetInput(["kind": .string(text)]).kind() == text)
    }

    @Test(arguments: ["", "Laptop", "lap top", "é", "a/b", "{", String(repeating: "k", count: 33)])
    func refusesKinds(text: String) {
        refuses { try AssetInput(["kind": .string(text)]).kind() }
    }

    @Test(arguments: ["Active", "lost", ""])
    func refusesStates(text: String) {
        refuses { try AssetInput(["state": .string(text)]).state() }
    }

    @Test
    func tellsNoHolderFromNobody() throws {
        #expect(try AssetInput([:]).holder() == nil)
        #expect(try AssetInput(["holder": nil]).holder() == .some(nil))
        let id = "6a1c2f6e-0d5d-4a57-9c0e-3d5f4c1b2a10"
        #expect(try AssetInput(["holder": .string(id)]).holder() == .some(UUID(text: id)))
    }

    @Test(arguments: [
        "6A1C2F6E-0D5D-4A57-9C0E-3D5F4C1B2A10", "6a1c2f6e0d5d4a579c0e3d5f4c1b2a10", "", "me",
        "{6a1c2f6e-0d5d-4a57-9c0e-3d5f4c1b2a10}", "6a1c2f6e-0d5d-4a57-9c0e-3d5f4c1b2a10 ",
    ])
    func refusesHolders(text: String) {
        refuses { try AssetInput(["holder": .string(text)]).holder() }
    }

    @Test(arguments: [JSONValue.null, 1, true, [], [:]])
    func refusesOtherTypes(value: JSONValue) {
        refuses { try AssetInput(["tag": value]).tag() }
        refuses { try AssetInput(["name": value]).name() }
        refuses { try AssetInput(["kind": value]).kind() }
        refuses { try AssetInput(["state": value]).state() }
    }

    private func refuses<Value>(_ read: () throws -> Value) {
        let problem = #expect(throws: Problem.self) { _ = try read() }
        #expect(problem?.code == .invalidRequest)
    }
}
