import HTTP

/// A form that came from a page of ours, drawn for this browser and this session: only the check makes one.
struct CheckedForm: Sendable {
    private let fields: FormFields
    /// Where the person is on the way to, fit to follow a form.
    let then: WayOn

    /// What was typed; empty where the field is missing.
    subscript(name: String) -> String { fields[name] ?? "" }

    /// Checks where the form came from, and then that it carries `token`, which is not asked for where another site sent
    /// the form.
    ///
    /// - Throws: `FormRefused`, and what `token` throws.
    init(
        _ fields: FormFields,
        of request: HTTPRequest,
        at address: PublicAddress,
        expecting token: () async throws -> FormToken
    ) async throws {
        let headers = request.headers
        let origins = headers.values(of: "Origin")
        let isOurs = OriginCheck(address: address).accepts(
            origin: origins.first,
            fetchSite: headers["Sec-Fetch-Site"],
            referer: headers["Referer"]
        )
        guard isOurs, origins.count <= 1 else { throw FormRefused.fromElsewhere }
        guard try await token().matches(fields["token"]) else { throw FormRefused.stale }
        self.fields = fields
        then = WayOn(fields["then"]).afterForm
    }
}

/// Why a form was not taken.
enum FormRefused: Error {
    /// Another site sent it.
    case fromElsewhere
    /// It is not from a page of this browser and session.
    case stale
}
