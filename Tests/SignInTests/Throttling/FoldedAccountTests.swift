import SignIn
import Testing

/// What counts as one account (attacks 5.1 #5).
struct FoldedAccountTests {
    @Test(arguments: [
        "ada@acme.example", "ADA@ACME.example", "ada+tag@acme.example", "ada+a+b@acme.example", "ada+@acme.example",
        "\u{FF21}\u{FF44}\u{FF41}@acme.example", "ada\u{FF20}acme.example", "ada\u{FF0B}tag@acme.example",
        "\u{E1}da@acme.example", "a\u{301}da@acme.example", " ada@acme.example ", "a\u{200B}da@acme.example",
        "ada@acme.example\u{0}", "\u{FEFF}ada@acme.example", "ada@acme\u{A0}.example",
    ])
    func waysToWriteOneAddressMeet(typed: String) {
        #expect(FoldedAccount(typed).bytes == Array("ada@acme.example".utf8))
    }

    @Test(arguments: [
        ("\u{212A}im@x", "kim@x"), ("\u{17F}am@x", "sam@x"), ("\u{131}da@x", "ida@x"), ("\u{130}da@x", "ida@x"),
    ])
    func lettersThatLookAlikeMeet(typed: String, plain: String) {
        #expect(FoldedAccount(typed).bytes == Array(plain.utf8))
    }

    @Test(arguments: [
        ("ada@acme.example", "bob@acme.example"), ("ada@acme.example", "ada@globex.example"), ("a.da@x", "ada@x"),
        ("", "ada@acme.example"),
    ])
    func differentAccountsStayApart(one: String, other: String) {
        #expect(FoldedAccount(one) != FoldedAccount(other))
    }

    @Test func aLongTextCountsByItsBeginning() {
        let long = String(repeating: "a", count: 100_000)
        #expect(FoldedAccount(long) == FoldedAccount(long + "b"))
        #expect(FoldedAccount(long).bytes.count == 320)
    }
}
