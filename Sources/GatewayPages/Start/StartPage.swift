/// Asks for the workspace, of whoever comes without one.
struct StartPage: Page {
    static let template = "start"
    static let maximumBytes = 64

    var slug = ""
    var isRefused = false

    var place: Place { Place() }

    func title(_ texts: Texts) -> String { texts("start_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "workspace": .record(
                Field(
                    name: "workspace",
                    label: texts("workspace_label"),
                    value: slug,
                    autocomplete: "organization",
                    hint: texts("workspace_hint"),
                    error: isRefused ? texts("workspace_error") : nil,
                    isFocused: true,
                    maximumBytes: Self.maximumBytes
                ).record
            )
        ]
    }
}
