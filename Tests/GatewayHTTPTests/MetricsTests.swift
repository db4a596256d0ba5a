import Testing

@testable import GatewayHTTP

@Suite struct MetricsTests {
    @Test func writesPrometheusText() {
        let registry = MetricsRegistry()
        registry.count("a_total", ["x": "1"], help: "As.")
        registry.count("a_total", ["x": "1"], help: "As.", by: 2)
        registry.set(1.5, of: "b", help: "Bs.")
        registry.observe("c_seconds", ["r": "q\"\\\n"], help: "Cs.", seconds: 0.02)
        let text = registry.text()
        #expect(text.hasPrefix("# HELP a_total As.\n# TYPE a_total counter\na_total{x=\"1\"} 3\n# HELP b Bs.\n"))
        #expect(text.contains("\nb 1.5\n"))
        #expect(text.contains(#"c_seconds_bucket{r="q\"\\\n",le="0.01"} 0"#))
        #expect(text.contains(#"c_seconds_bucket{r="q\"\\\n",le="0.025"} 1"#))
        #expect(text.contains(#"c_seconds_bucket{r="q\"\\\n",le="+Inf"} 1"#))
        #expect(text.contains(#"c_seconds_count{r="q\"\\\n"} 1"#))
        #expect(text.hasSuffix("\n"))
    }

    @Test func readsWhatStandsElsewhereEachTime() {
        let registry = MetricsRegistry()
        registry.beforeText { $0.add(1, to: "a", help: "As.") }
        #expect(registry.text().contains("\na 1\n"))
        #expect(registry.text().contains("\na 2\n"))
    }

    @Test func isBounded() {
        let registry = MetricsRegistry()
        for number in 0..<(MetricsRegistry.maximumSeries + 10) {
            registry.count("a_total", ["x": String(number)], help: "As.")
        }
        #expect(registry.text().split(separator: "\n").count == MetricsRegistry.maximumSeries + 3)
        #expect(registry.text().contains("a_total{overflow=\"true\"} 10"))
    }
}
