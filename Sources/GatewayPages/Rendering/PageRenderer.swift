import GatewayHTTP
import HTTPTypes
import Workspaces

/// Renders pages out of what is built into the program.
package struct PageRenderer: Sendable {
    private let library: TemplateLibrary
    private let texts: [Language: Texts]

    /// Throws where a template or a catalogue is none: at the start, never on a request.
    package init() throws {
        library = try TemplateLibrary(EmbeddedTemplates.all)
        var texts: [Language: Texts] = [:]
        for language in Language.allCases {
            guard let catalogue = Texts(language, catalogue: EmbeddedTexts.catalogue(language)) else {
                throw TextsUnreadable(language: language)
            }
            texts[language] = catalogue
        }
        self.texts = texts
    }

    /// A catalogue is not a JSON object of strings.
    package struct TextsUnreadable: Error {
        let language: Language
    }

    func texts(in language: Language) throws -> Texts {
        guard let texts = texts[language] else { throw TextsUnreadable(language: language) }
        return texts
    }

    /// The page as an answer. Throws ``TemplateFlaw``.
    func answer(
        _ page: some Page,
        in language: Language,
        status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        var answer = Answer.html(try html(page, in: language), status: status)
        answer.headers[.contentLanguage] = language.rawValue
        answer.headers[.vary] = "Accept-Language, Cookie"
        return answer
    }

    func html(_ page: some Page, in language: Language) throws -> String {
        let texts = try texts(in: language)
        var record = texts.record
        let place = page.place
        record["language"] = .text(language.rawValue)
        record["assets"] = .text(Assets.folder)
        record["title"] = .text(page.title(texts))
        record["workspace_name"] = .optional(place.workspace?.name)
        record["workspace_root"] = .text(place.root)
        record["signed_in_name"] = .optional(place.user)
        record["rail"] =
            place.admin.map { .record(AdminSection.rail($0.section, for: $0.role, at: place.root, texts)) } ?? false
        for (name, value) in page.record(texts).values { record[name] = value }
        return try library.render(type(of: page).template, record)
    }
}
