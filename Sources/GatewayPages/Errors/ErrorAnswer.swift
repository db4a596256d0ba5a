package import GatewayHTTP
import HTTPTypes

extension PageRenderer {
    /// The page for a person to whom something went wrong.
    package func errorAnswer(_ report: ProblemReport) -> Answer {
        let language = Language(acceptLanguage: report.acceptLanguage)
        do {
            return try answer(ErrorPage(report: report), in: language, status: report.problem.code.status)
        } catch {
            // The page itself can't be made, which the test that renders every page rules out: say it without one.
            return report.details
        }
    }
}
