import Testing

/// The rules are as good as the reading of the text beneath them.
struct SwiftTextTests {
    @Test func commentsAreNoWords() {
        let text = SwiftText("a // b\n/* c /* d */ e */ f")
        #expect(text.words.map(\.text) == ["a", "f"])
        #expect(text.comments.map(\.line) == [1, 2])
    }

    @Test func stringsAreNoWords() {
        let text = SwiftText(#"let a = "b \" c" + d"#)
        #expect(text.words.map(\.text) == ["let", "a", "=", "+", "d"])
        #expect(text.literals.map(\.text) == [#"b \" c"#])
    }

    @Test func rawStringsEndAtTheirOwnMark() {
        let text = SwiftText("let a = #\"b \" \\(c) \"# + d")
        #expect(text.words.map(\.text) == ["let", "a", "=", "+", "d"])
        #expect(text.literals.map(\.text) == ["b \" \\(c) "])
    }

    @Test func interpolatedCodeIsRead() {
        let text = SwiftText(#"let a = "x \(b("y") + (c)) z" + d"#)
        #expect(text.words.map(\.text) == ["let", "a", "=", "b", "(", ")", "+", "(", "c", ")", "+", "d"])
        #expect(Set(text.literals.map(\.text)) == ["x  z", "y"])
    }

    @Test func linesAreCountedThroughMultilineStrings() {
        let text = SwiftText("let a = \"\"\"\n    one \"quoted\"\n    two\n    \"\"\"\nlet b = 1")
        #expect(text.words.last == .init(text: "1", line: 5))
        #expect(text.literals.first?.line == 1)
    }

    @Test func sequencesOfWordsAreFound() {
        let text = SwiftText("let a = Date\n    .now\nlet b = Date.distantPast")
        #expect(text.lines(of: ["Date", ".", "now"]) == [1])
    }
}
