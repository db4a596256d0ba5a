/// What a User-Agent field says to a person: "Firefox on Linux".
struct Device: Sendable {
    let browser: String?
    let system: String?

    /// Reads the few words that matter; the order is that of who pretends to be whom.
    init(userAgent: String?) {
        let text = userAgent ?? ""
        browser = Self.browsers.first { text.contains($0.mark) }?.name
        system = Self.systems.first { text.contains($0.mark) }?.name
    }

    func name(_ texts: Texts) -> String {
        switch (browser, system) {
        case (let browser?, let system?): texts("device", ["browser": browser, "system": system])
        case (let one?, nil), (nil, let one?): one
        case (nil, nil): texts("device_unknown")
        }
    }

    private static let browsers: [(mark: String, name: String)] = [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems: [(mark: String, name: String)] = [
        ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]
}
