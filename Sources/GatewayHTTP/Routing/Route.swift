package import HTTPTypes

/// What a request to a route may carry in its body.
package enum BodyForm: Sendable {
    case none
    /// `application/json`, as that schema has it.
    case json(Schema)
    /// `application/x-www-form-urlencoded` with these fields, none of them twice.
    case form([FormField])
}

/// A field of a form.
package struct FormField: Sendable {
    package let name: String
    /// Bytes of UTF-8.
    package let maximumBytes: Int
    package let isRequired: Bool
    package let note: String?

    package static func required(_ name: String, maximumBytes: Int, _ note: String? = nil) -> FormField {
        FormField(name: name, maximumBytes: maximumBytes, isRequired: true, note: note)
    }

    package static func optional(_ name: String, maximumBytes: Int, _ note: String? = nil) -> FormField {
        FormField(name: name, maximumBytes: maximumBytes, isRequired: false, note: note)
    }
}

/// A parameter of the query.
package struct QueryParameter: Sendable {
    package let name: String
    package let schema: Schema
    package let note: String

    package init(_ name: String, _ schema: Schema, _ note: String) {
        self.name = name
        self.schema = schema
        self.note = note
    }
}

/// One kind of good answer.
package struct AnswerForm: Sendable {
    package let status: HTTPResponse.Status
    package let note: String
    package let type: MediaType?
    package let schema: Schema?

    package init(_ status: HTTPResponse.Status, _ note: String, type: MediaType? = nil, schema: Schema? = nil) {
        self.status = status
        self.note = note
        self.type = type ?? (schema == nil ? nil : .json)
        self.schema = schema
    }
}

/// One address with one method: all that the router, the OpenAPI document, the metrics and the tests need to know of it.
package struct Route: Sendable {
    /// Unique; `operationId` in the OpenAPI document, the label in metrics and logs.
    package let id: String
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let summary: String
    package let query: [QueryParameter]
    package let body: BodyForm
    package let answers: [AnswerForm]
    /// What can go wrong here besides what can go wrong everywhere.
    package let problems: [ProblemCode]
    package let problemForm: ProblemForm
    package let limits: RequestLimits
    /// Whether whoever is signed in must have proved a moment ago who they are (attacks 5.1 #9). A program is told so
    /// (RFC 9470); a browser is sent to the step-up page and comes back with GET, so the path must answer to that too.
    package let needsFreshProof: Bool
    package let endpoint: Endpoint

    package init(
        _ id: String,
        _ method: HTTPRequest.Method,
        _ path: PathTemplate,
        _ summary: String,
        query: [QueryParameter] = [],
        body: BodyForm = .none,
        answers: [AnswerForm],
        problems: [ProblemCode] = [],
        problemForm: ProblemForm = .details,
        limits: RequestLimits = .standard,
        needsFreshProof: Bool = false,
        endpoint: Endpoint
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.summary = summary
        self.query = query
        self.body = body
        self.answers = answers
        self.problems = needsFreshProof ? problems + [.insufficientUserAuthentication] : problems
        self.problemForm = problemForm
        self.limits = limits
        self.needsFreshProof = needsFreshProof
        self.endpoint = endpoint
    }
}
