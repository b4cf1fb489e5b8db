import AppsContract
import IdentityContract
import Markup
import ProfileContract

/// The addresses that pages lead to.
enum Places {
    static let login: WebAddress = "/login"
    static let password: WebAddress = "/login/password"
    /// Forgets the attempt.
    static let changeEmail: WebAddress = "/login/change"
    /// The account of the first administrator.
    static let firstAdministrator: WebAddress = "/first-administrator"
    static let logOut: WebAddress = "/logout"
    static let reset: WebAddress = "/reset"
    static let code: WebAddress = "/verify/code"
    static let confirm: WebAddress = "/confirm"
    static let postponeEnrolment: WebAddress = "/enrol/later"
    static let beginEnrolment: WebAddress = "/enrol/app/key"
    static let confirmEnrolment: WebAddress = "/enrol/app/code"
    static let applications: WebAddress = "/applications"
    static let profile: WebAddress = "/profile"
    static let security: WebAddress = "/security"
    static let changePassword: WebAddress = "/security/password"

    static func verify(_ then: String?) -> WebAddress {
        then.map { "/verify?then=\($0)" } ?? "/verify"
    }

    static func code(_ then: String?) -> WebAddress {
        then.map { "/verify/code?then=\($0)" } ?? code
    }

    static func setUpFactor(_ then: String?) -> WebAddress {
        then.map { "/enrol?then=\($0)" } ?? "/enrol"
    }

    static func downloadApp(_ then: String?) -> WebAddress {
        then.map { "/enrol/app?then=\($0)" } ?? "/enrol/app"
    }

    static func addAccount(_ enrolment: FactorID, _ then: String?) -> WebAddress {
        then.map { "/enrol/app/key?enrolment=\(enrolment)&then=\($0)" } ?? "/enrol/app/key?enrolment=\(enrolment)"
    }

    static func verifyAccount(_ enrolment: FactorID, _ then: String?) -> WebAddress {
        then.map { "/enrol/app/code?enrolment=\(enrolment)&then=\($0)" } ?? "/enrol/app/code?enrolment=\(enrolment)"
    }

    static func open(_ application: ApplicationID) -> WebAddress {
        "/applications/\(application)/open"
    }

    static func field(_ field: ProfileField) -> WebAddress {
        "/profile/\(field.rawValue)"
    }

    static func remove(_ factor: FactorID) -> WebAddress {
        "/security/factors/\(factor)/remove"
    }
}
