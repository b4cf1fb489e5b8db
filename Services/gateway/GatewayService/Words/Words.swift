/// Everything that the portal says, in one language.
///
/// No other file of the gateway holds text for people. English stands in the declarations. It is `Codable` so that a
/// further language can be a file, and so that a test can mark every word and see that no page says anything else.
final class Words: Codable, Sendable {
    /// As in BCP 47.
    let language: String
    let frame: FrameWords
    let signIn: SignInWords
    let firstAdministrator: FirstAdministratorWords
    let verification: VerificationWords
    let enrolment: EnrolmentWords
    let applications: ApplicationsWords
    let profile: ProfileWords
    let security: SecurityWords
    let time: TimeWords
    let refusals: RefusalWords
    let problems: ProblemWords

    /// The words that stand in the declarations.
    static let english = Words()

    private init() {
        language = "en"
        frame = FrameWords()
        signIn = SignInWords()
        firstAdministrator = FirstAdministratorWords()
        verification = VerificationWords()
        enrolment = EnrolmentWords()
        applications = ApplicationsWords()
        profile = ProfileWords()
        security = SecurityWords()
        time = TimeWords()
        refusals = RefusalWords()
        problems = ProblemWords()
    }
}
