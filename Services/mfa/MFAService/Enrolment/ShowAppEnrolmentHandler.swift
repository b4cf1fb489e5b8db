import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime

/// Shows an enrolment again to the session that began it.
struct ShowAppEnrolmentHandler: PersonalHandler {
    static let allowsPending = true

    let enrolments: AppEnrolmentStore
    let organization: String
    let clock: any WallClock

    func handle(
        _ request: ShowAppEnrolment,
        from person: Person,
        _ context: RequestContext
    ) async throws -> ShowAppEnrolment.Reply {
        let enrolment = try await enrolments.enrolment(
            request.enrolment,
            of: person,
            at: clock.now,
            in: enrolments.database
        )
        guard let enrolment else { throw ShowAppEnrolment.Refusal.enrolmentGone }
        return enrolment.shown(by: organization)
    }
}
