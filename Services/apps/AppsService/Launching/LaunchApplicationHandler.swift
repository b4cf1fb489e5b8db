import AppsContract
import IdentityContract
import Messaging
import ServiceRuntime

/// Opens an application for somebody who has it and has proven enough: the enforcement is here, the gateway only
/// leads people through the step-up.
struct LaunchApplicationHandler: PersonalHandler {
    let applications: ApplicationStore
    let clock: any WallClock

    func handle(
        _ request: LaunchApplication,
        from person: Person,
        _ context: RequestContext
    ) async throws -> LaunchApplication.Reply {
        // Whether it exists is told only to those who have it, so the assignment is looked at before the proof.
        guard let launch = try await applications.launch(request.application, for: person.account) else {
            throw LaunchApplication.Refusal.noSuchApplication
        }
        try person.require(launch.requirement, at: clock.now)
        return LaunchApplication.Reply(name: launch.name, target: launch.target)
    }
}
