import Cryptography
import IdentityContract
import MFAContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// The stores and rules that mfa's handlers share, and the handlers.
struct MFAAnswers {
    let accounts: AccountStore
    let factors: FactorStore
    let apps: AuthenticatorAppStore
    let enrolments: AppEnrolmentStore
    let policies: PolicyStore
    let signIns: SignInDueFinder
    let proofs: ProofSigner
    let remembered: RememberedAnswers
    let outbox: Outbox<MFAAnnouncement>
    let organization: String
    let clock: any WallClock

    init(keys: MFAServer.Keys, organization: String, database: PostgresPool, clock: any WallClock, log: Log) {
        accounts = AccountStore(database: database)
        factors = FactorStore(database: database)
        apps = AuthenticatorAppStore(sealing: keys.sealing)
        enrolments = AppEnrolmentStore(database: database, sealing: keys.sealing)
        policies = PolicyStore(database: database)
        signIns = SignInDueFinder(accounts: accounts, factors: factors, policies: policies)
        proofs = ProofSigner(key: keys.signing)
        remembered = RememberedAnswers(sealing: keys.sealing, clock: clock, pool: database)
        outbox = Outbox(in: database, clock: clock, log: log)
        self.organization = organization
        self.clock = clock
    }

    /// Everything that mfa answers, and whom.
    func all(checkedBy passports: PassportVerifier) -> [Answer] {
        [
            // Challenges
            Answer(
                personal: FindDueHandler(signIns: signIns, factors: factors, proofs: proofs, clock: clock),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: CheckCodeHandler(
                    accounts: accounts,
                    factors: factors,
                    apps: apps,
                    proofs: proofs,
                    answers: remembered,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),

            // Enrolment
            Answer(
                personal: BeginAppEnrolmentHandler(
                    accounts: accounts,
                    factors: factors,
                    enrolments: enrolments,
                    answers: remembered,
                    organization: organization,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: ShowAppEnrolmentHandler(enrolments: enrolments, organization: organization, clock: clock),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: ConfirmAppEnrolmentHandler(
                    accounts: accounts,
                    factors: factors,
                    apps: apps,
                    enrolments: enrolments,
                    proofs: proofs,
                    answers: remembered,
                    outbox: outbox,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: PostponeEnrolmentHandler(signIns: signIns, proofs: proofs, clock: clock),
                checkedBy: passports,
                to: .gateway
            ),

            // Factors
            Answer(
                personal: ListFactorsHandler(factors: factors, policies: policies),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: RemoveFactorHandler(
                    accounts: accounts,
                    factors: factors,
                    answers: remembered,
                    outbox: outbox,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),

            // Policy
            Answer(ShowFactorPolicyHandler(policies: policies), to: .operator),
            Answer(SetFactorPolicyHandler(policies: policies, answers: remembered), to: .operator),

            // Announcements
            Answer(outbox.following, to: .auth, .gateway),
            Answer(outbox.snapshot(FactorSnapshot(factors: factors).page), to: .auth),
        ]
    }
}
