import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Markup
import Messaging
import ProfileContract
import ServiceRuntime
import Support

@testable import GatewayService

/// Every page in every state, shown to one person.
struct PageSamples {
    var portal: Portal
    var visitor: Visitor
    var profile: Profile
    var tiles: [Tile]
    var factors: [FactorSummary]

    static let token = "c2FtcGxlLXRva2Vu"
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let then = "/applications/payroll/open"

    /// A page, and the name of the state that it is in.
    struct Sample {
        var name: String
        var page: any Page

        init(_ name: String, _ page: any Page) {
            self.name = name
            self.page = page
        }

        var markup: String { String(decoding: page.html.renderedDocument(), as: UTF8.self) }
    }

    var all: [Sample] {
        signIn + firstAdministrator + verification + enrolment + applications + profilePages + security + problems
    }

    private var room: Surroundings { .room(visitor) }
    private var words: Words { portal.words }
    private var enrolmentID: FactorID { FactorID(at: Self.now, random: SeededRandom(seed: 7)) }
    private var picture: QRPicture { QRPicture(side: 29, outline: Self.outline) }

    private var signIn: [Sample] {
        [
            Sample("login", LoginPage(portal: portal, token: Self.token)),
            Sample(
                "login-wrong",
                LoginPage(
                    portal: portal,
                    token: Self.token,
                    email: visitor.email,
                    remembers: true,
                    then: Self.then,
                    problem: words.refusals.sentence(for: BeginSignIn.Refusal.notAnAddress)
                )
            ),
            Sample(
                "login-again",
                LoginPage(portal: portal, token: Self.token, notice: .plain(words.refusals.attemptGone))
            ),
            Sample("password", PasswordPage(portal: portal, token: Self.token, email: visitor.email)),
            Sample(
                "password-wrong",
                PasswordPage(
                    portal: portal,
                    token: Self.token,
                    email: visitor.email,
                    then: Self.then,
                    problem: words.refusals.sentence(for: CheckPassword.Refusal.wrongCredentials)
                )
            ),
            Sample(
                "password-locked",
                PasswordPage(
                    portal: portal,
                    token: Self.token,
                    email: visitor.email,
                    problem: words.refusals.sentence(for: CheckPassword.Refusal.tooManyTries)
                )
            ),
            Sample(
                "password-unavailable",
                PasswordPage(
                    portal: portal,
                    token: Self.token,
                    email: visitor.email,
                    notice: .bad(words.refusals.sentence(for: Fault.Kind.unavailable))
                )
            ),
            Sample("reset", ResetPage(portal: portal)),
        ]
    }

    private var firstAdministrator: [Sample] {
        [
            Sample("empty-portal", EmptyPortalPage(portal: portal)),
            Sample("first-administrator", FirstAdministratorPage(portal: portal, token: Self.token)),
            Sample(
                "first-administrator-wrong",
                FirstAdministratorPage(
                    portal: portal,
                    token: Self.token,
                    email: visitor.email,
                    username: portal.organization,
                    problems: FirstAdministratorPage.Problems(
                        email: words.refusals.sentence(for: AcceptInvitation.Refusal.addressTaken),
                        username: words.refusals.sentence(for: AcceptInvitation.Refusal.notAUsername),
                        broken: [.longEnough, .withoutName],
                        areDifferent: true
                    ),
                    notice: .bad(words.refusals.sentence(for: Fault.Kind.unavailable))
                )
            ),
            Sample("invitation-gone", InvitationGonePage(portal: portal)),
        ]
    }

    private var verification: [Sample] {
        [
            Sample("verify", VerifyPage(portal: portal, setting: .door, methods: [.oneTimeCode], then: Self.then)),
            Sample("verify-nothing", VerifyPage(portal: portal, setting: room, methods: [])),
            Sample("code", CodePage(portal: portal, setting: .door, token: Self.token, then: Self.then)),
            Sample(
                "code-wrong",
                CodePage(
                    portal: portal,
                    setting: .door,
                    token: Self.token,
                    problem: words.refusals.sentence(for: CheckCode.Refusal.wrongCode),
                    hasOtherMethods: true
                )
            ),
            Sample(
                "code-locked-inside",
                CodePage(
                    portal: portal,
                    setting: room,
                    token: Self.token,
                    problem: words.refusals.sentence(for: CheckCode.Refusal.tooManyTries(waitSeconds: 540))
                )
            ),
            Sample("confirm", ConfirmPage(portal: portal, visitor: visitor, token: Self.token, then: "/security")),
            Sample(
                "confirm-wrong",
                ConfirmPage(
                    portal: portal,
                    visitor: visitor,
                    token: Self.token,
                    problem: words.refusals.sentence(for: ConfirmPassword.Refusal.wrongPassword)
                )
            ),
            Sample(
                "carry-on",
                CarryOnPage(portal: portal, application: tiles[0].name, target: "https://payroll.northwind.example/")
            ),
        ]
    }

    private var enrolment: [Sample] {
        [
            Sample(
                "set-up",
                SetUpFactorPage(
                    portal: portal,
                    setting: .door,
                    token: Self.token,
                    methods: [.oneTimeCode],
                    postponableUntil: Self.now.addingTimeInterval(7 * 86_400),
                    then: Self.then
                )
            ),
            Sample(
                "set-up-now",
                SetUpFactorPage(portal: portal, setting: .door, token: Self.token, methods: [.oneTimeCode])
            ),
            Sample("set-up-nothing", SetUpFactorPage(portal: portal, setting: .door, token: Self.token, methods: [])),
            Sample("enrol-1", DownloadAppPage(portal: portal, setting: .door, token: Self.token, then: Self.then)),
            Sample("enrol-1-inside", DownloadAppPage(portal: portal, setting: room, token: Self.token)),
            Sample(
                "enrol-2",
                AddAccountPage(
                    portal: portal,
                    setting: .door,
                    enrolment: enrolmentID,
                    key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    picture: picture,
                    then: Self.then
                )
            ),
            Sample(
                "enrol-3",
                VerifyAccountPage(portal: portal, setting: .door, token: Self.token, enrolment: enrolmentID)
            ),
            Sample(
                "enrol-3-wrong",
                VerifyAccountPage(
                    portal: portal,
                    setting: room,
                    token: Self.token,
                    enrolment: enrolmentID,
                    name: factors[0].name,
                    then: Self.then,
                    codeProblem: words.refusals.sentence(for: ConfirmAppEnrolment.Refusal.wrongCode),
                    nameProblem: words.refusals.sentence(for: ConfirmAppEnrolment.Refusal.nameNotAcceptable)
                )
            ),
            Sample("enrolled", EnrolledPage(portal: portal, setting: room, next: "/applications")),
        ]
    }

    private var applications: [Sample] {
        [
            Sample(
                "applications",
                ApplicationsPage(
                    portal: portal,
                    visitor: visitor,
                    tiles: tiles,
                    asking: ApplicationsPage.asking(
                        among: tiles,
                        of: Assurance([Assurance.Verification(.password, at: Self.now)]),
                        at: Self.now
                    )
                )
            ),
            Sample("applications-none", ApplicationsPage(portal: portal, visitor: visitor, tiles: [])),
            Sample("applications-unavailable", ApplicationsPage(portal: portal, visitor: visitor, tiles: nil)),
        ]
    }

    private var profilePages: [Sample] {
        let account = ShowAccount.Reply(
            email: visitor.email,
            username: visitor.email.split(separator: "@").first.map(String.init) ?? "",
            roles: [.user],
            passwordChangedAt: nil
        )
        func page(_ edit: ProfileEdit?) -> ProfilePage {
            ProfilePage(
                portal: portal,
                visitor: visitor,
                token: Self.token,
                profile: profile,
                account: account,
                edit: edit
            )
        }
        let refused = ProfileEdit(
            field: .workCell,
            value: "call me",
            outcome: .refused(words.refusals.sentence(for: FieldProblem.notAPhoneNumber))
        )
        let overtaken = ProfileEdit(field: .lastName, value: "Meyer", outcome: .overtaken(current: "Meier"))
        return [
            Sample("profile", page(nil)),
            Sample("profile-saved", page(ProfileEdit(field: .firstName, value: "", outcome: .saved))),
            Sample("profile-refused", page(refused)),
            Sample("profile-overtaken", page(overtaken)),
            Sample(
                "profile-without-account",
                ProfilePage(
                    portal: portal,
                    visitor: visitor,
                    token: Self.token,
                    profile: Profile(fields: [:], version: 0)
                )
            ),
            Sample(
                "profile-field",
                ProfileFieldPage(
                    portal: portal,
                    visitor: visitor,
                    token: Self.token,
                    field: .workCell,
                    value: profile.fields[.workCell] ?? "",
                    edit: refused
                )
            ),
        ]
    }

    private var security: [Sample] {
        func page(_ factors: ListFactors.Reply?, notice: Notice? = nil) -> SecurityPage {
            SecurityPage(
                portal: portal,
                visitor: visitor,
                token: Self.token,
                passwordChangedAt: Self.now.addingTimeInterval(-12 * 86_400),
                factors: factors,
                now: Self.now,
                notice: notice
            )
        }
        return [
            Sample(
                "security",
                page(
                    ListFactors.Reply(factors: factors, isRequired: true),
                    notice: .good(words.security.passwordChanged)
                )
            ),
            Sample("security-none", page(ListFactors.Reply(factors: [], isRequired: false))),
            Sample("security-required", page(ListFactors.Reply(factors: [], isRequired: true))),
            Sample("security-unavailable", page(nil)),
            Sample(
                "change-password",
                ChangePasswordPage(portal: portal, visitor: visitor, token: Self.token, names: ["cheyenne"])
            ),
            Sample(
                "change-password-wrong",
                ChangePasswordPage(
                    portal: portal,
                    visitor: visitor,
                    token: Self.token,
                    names: [visitor.email],
                    currentProblem: words.refusals.sentence(for: ChangePassword.Refusal.wrongPassword),
                    broken: [.longEnough, .withoutName],
                    areDifferent: true
                )
            ),
        ]
    }

    private var problems: [Sample] {
        ProblemPage.Problem.allCases.flatMap { problem in
            [Surroundings.door, room].map { setting in
                Sample(
                    "problem-\(problem)\(setting == .door ? "" : "-inside")",
                    ProblemPage(
                        portal: portal,
                        setting: setting,
                        problem: problem,
                        incident: problem == .failed ? "7f3a9c21" : nil,
                        wayOn: problem == .staleForm ? "/profile" : nil
                    )
                )
            }
        }
    }

    /// Not a real code, but shaped like one.
    private static let outline: String = {
        var outline = ""
        for row in 4..<25 {
            for column in 4..<25 where (row * 7 + column * 5 + row * column) % 3 == 0 {
                outline += "M\(column) \(row)h1v1h-1z"
            }
        }
        return outline
    }()
}
