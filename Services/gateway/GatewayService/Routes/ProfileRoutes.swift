import AuthContract
import HTTP
import IdentityContract
import Markup
import Messaging
import ProfileContract

/// **Profile**: shown whole, edited field by field.
enum ProfileRoutes {
    private static let path = "/profile"

    static func show(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: visit.here)
        let profile = try await showProfile(visit, session, then: visit.here)
        let saved = visit.request.query["saved"].flatMap(ProfileField.init).map {
            ProfileEdit(field: $0, value: profile.fields[$0] ?? "", outcome: .saved)
        }
        return try await page(visit, session, profile: profile, edit: saved, .ok)
    }

    /// One field on a page of its own.
    ///
    /// What was typed before a step-up comes back in the address.
    static func showField(_ visit: Visit) async throws -> HTTPResponse {
        let field = try visit.request.parameter("field", ProfileField.init)
        let session = try await visit.fullSession(then: visit.here)
        let profile = try await showProfile(visit, session, then: visit.here)
        let saved = profile.fields[field] ?? ""
        let typed = visit.request.query["value"].flatMap { $0.utf8.count <= TypedText.longestValue ? $0 : nil }
        return visit.show(
            ProfileFieldPage(
                portal: visit.portal,
                visitor: visit.visitor(session, named: profile.displayName),
                token: visit.formToken(in: session),
                field: field,
                value: saved,
                edit: typed.map { ProfileEdit(field: field, value: $0, outcome: .unsaved) }
            )
        )
    }

    static func edit(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let field = try visit.request.parameter("field", ProfileField.init)
        let value = form["value"]
        let back = WayOn("\(path)/\(field.rawValue)?value=\(PercentEncoding.encode(value))")
        let session = try await visit.fullSession(then: back)
        let look = Look(visit: visit, session: session, field: field, isRow: form["part"] == "row")
        let question = EditProfile(field: field, value: value, seenValue: form["seen"])
        guard value.utf8.count + question.seenValue.utf8.count <= 2 * TypedText.longestValue else {
            return try await look.refused(.notAcceptable(.tooLong), typed: "", seen: "")
        }
        // Where apps asks for a proof first, what was typed is found again on the field's own page.
        let then = back == .applications ? WayOn("\(path)/\(field.rawValue)") : back
        switch try await visit.ask(question, of: visit.gateway.neighbours.profile, as: session, then: then) {
        case .reply(let profile):
            visit.gateway.names.forget(session)
            return try look.saved(profile)
        case .refusal(let refusal):
            return try await look.refused(refusal, typed: value, seen: question.seenValue)
        case .fault(let fault):
            return await look.failed(fault, typed: value)
        }
    }

    /// The profile of whoever has this session.
    fileprivate static func showProfile(
        _ visit: Visit,
        _ session: LiveSession,
        then: WayOn
    ) async throws -> Profile {
        let profile = visit.gateway.neighbours.profile
        return try await visit.ask(ShowProfile(), of: profile, as: session, then: then).get()
    }

    fileprivate static func page(
        _ visit: Visit,
        _ session: LiveSession,
        profile: Profile,
        edit: ProfileEdit?,
        notice: Notice? = nil,
        _ status: HTTPStatus
    ) async throws -> HTTPResponse {
        let auth = visit.gateway.neighbours.auth
        // The page does without what auth adds to it.
        let account = try await visit.ask(ShowAccount(), of: auth, as: session, then: WayOn(path)).reply
        return visit.show(
            ProfilePage(
                portal: visit.portal,
                visitor: visit.visitor(session, named: profile.displayName),
                token: visit.formToken(in: session),
                profile: profile,
                account: account,
                edit: edit,
                notice: notice
            ),
            status
        )
    }
}

/// How the outcome of an edit is told: as JSON to programs, as one row to the page's script, as a page to everybody else.
private struct Look {
    let visit: Visit
    let session: LiveSession
    let field: ProfileField
    let isRow: Bool

    /// What programs are told of a saved field.
    private struct Saved: Encodable {
        var field: String
        var value: String
        var version: Int
    }

    func saved(_ profile: Profile) throws -> HTTPResponse {
        let value = profile.fields[field] ?? ""
        if visit.prefersJSON {
            return try .json(Saved(field: field.rawValue, value: value, version: profile.version))
        }
        if isRow { return row(value: value, typed: value, .saved, .ok) }
        return visit.redirect(to: "/profile?saved=\(field.rawValue)")
    }

    func refused(_ refusal: EditProfile.Refusal, typed: String, seen: String) async throws -> HTTPResponse {
        let outcome = refusal.outcome(in: visit.words)
        var saved = seen
        if case .overtaken(let current) = outcome { saved = current }
        if visit.prefersJSON {
            let title = visit.words.sentence(for: refusal)
            var details = ProblemDetails(refusal.code, title, refusal.status)
            if case .changedMeanwhile(let current) = refusal { details.current = current }
            return try details.response
        }
        if isRow { return row(value: saved, typed: typed, outcome, refusal.status) }
        let profile = try await ProfileRoutes.showProfile(visit, session, then: WayOn("/profile"))
        let edit = ProfileEdit(field: field, value: typed, outcome: outcome)
        return try await ProfileRoutes.page(visit, session, profile: profile, edit: edit, refusal.status)
    }

    func failed(_ fault: Fault, typed: String) async -> HTTPResponse {
        if visit.prefersJSON { return visit.asJSON(fault) }
        return await visit.problem(fault, wayOn: "/profile")
    }

    private func row(
        value: String,
        typed: String,
        _ outcome: ProfileEdit.Outcome,
        _ status: HTTPStatus
    ) -> HTTPResponse {
        let row = ProfileRow(
            portal: visit.portal,
            token: visit.formToken(in: session),
            field: field,
            value: value,
            edit: ProfileEdit(field: field, value: typed, outcome: outcome)
        )
        return .html(row.html.rendered(), status: status)
    }
}
