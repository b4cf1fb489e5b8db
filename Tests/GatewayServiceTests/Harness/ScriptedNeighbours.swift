import AppsContract
import AuthContract
import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import Synchronization

/// Mfa as the gateway meets it: what is due is set by the test, and one code is right.
final class ScriptedMFA: Sendable {
    static let code = "123456"
    static let key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    let script = Script()
    private let office: PassportOffice
    private let passports: PassportVerifier
    private let clock: any WallClock
    private let due = Mutex<FindDue.Reply?>(nil)
    private let lastRequirement = Mutex<Requirement?>(nil)
    let enrolment: FactorID
    let factor: FactorID

    init(office: PassportOffice, clock: any WallClock) {
        self.office = office
        self.clock = clock
        passports = PassportVerifier(keys: office.passportKeys, ended: EndedSessions(clock: clock), clock: clock)
        enrolment = FactorID(at: clock.now)
        factor = FactorID(at: clock.now)
    }

    /// What is due of everybody; `nil` for nothing.
    func setDue(_ reply: FindDue.Reply?) { due.withLock { $0 = reply } }

    /// What the last step-up asked for.
    var requirement: Requirement? { lastRequirement.withLock { $0 } }

    var answers: [Answer] {
        [
            Answer(script) { (question: FindDue, context) in
                let person = try self.passports.person(of: context, allowingPending: true)
                self.lastRequirement.withLock { $0 = question.requirement }
                if let due = self.due.withLock({ $0 }) { return due }
                return .nothing(try self.proof(of: person, .nothingDue))
            },
            Answer(script) { (question: CheckCode, context) in
                let person = try self.passports.person(of: context, allowingPending: true)
                guard question.code.expose() == Self.code else { throw CheckCode.Refusal.wrongCode }
                return .init(proof: try self.proof(of: person, .passed(.oneTimeCode)))
            },
            Answer(script) { (_: PostponeEnrolment, context) in
                let person = try self.passports.person(of: context, allowingPending: true)
                return .init(proof: try self.proof(of: person, .nothingDue))
            },
            Answer(script) { (_: BeginAppEnrolment, context) in
                let person = try self.passports.person(of: context, allowingPending: true)
                if person.passport.state == .full { try person.requireFreshProof(at: self.clock.now) }
                return self.begun
            },
            Answer(script) { (question: ShowAppEnrolment, context) in
                _ = try self.passports.person(of: context, allowingPending: true)
                guard question.enrolment == self.enrolment else { throw ShowAppEnrolment.Refusal.enrolmentGone }
                return self.begun
            },
            Answer(script) { (question: ConfirmAppEnrolment, context) in
                let person = try self.passports.person(of: context, allowingPending: true)
                guard question.enrolment == self.enrolment else { throw ConfirmAppEnrolment.Refusal.enrolmentGone }
                guard question.name.count <= 60 else { throw ConfirmAppEnrolment.Refusal.nameNotAcceptable }
                guard question.code.expose() == Self.code else { throw ConfirmAppEnrolment.Refusal.wrongCode }
                return .init(proof: try self.proof(of: person, .enrolled(.oneTimeCode)))
            },
            Answer(script) { (_: ListFactors, context) in
                _ = try self.passports.person(of: context)
                let factor = FactorSummary(
                    id: self.factor,
                    method: .oneTimeCode,
                    name: "Ada's telephone",
                    addedAt: self.clock.now,
                    lastUsedAt: nil
                )
                return .init(factors: [factor], isRequired: true)
            },
            Answer(script) { (question: RemoveFactor, context) in
                let person = try self.passports.person(of: context)
                try person.requireFreshProof(at: self.clock.now)
                guard question.factor == self.factor else { throw RemoveFactor.Refusal.noSuchFactor }
                return .init()
            },
        ]
    }

    private var begun: BeginAppEnrolment.Reply {
        let uri = "otpauth://totp/Northwind:ada%40example.com?secret=\(Self.key)&issuer=Northwind"
        return .init(
            enrolment: enrolment,
            key: Secret(Self.key),
            provisioningURI: Secret(uri),
            expiresAt: clock.now + 600
        )
    }

    private func proof(of person: Person, _ finding: Proof.Finding) throws -> SignedProof {
        let isPending = person.passport.state == .pending
        return try office.proof(
            of: person.account,
            bond: isPending ? .attempt(person.passport.attempt) : .session(person.session),
            purpose: isPending ? .signIn : .stepUp,
            finding: finding
        )
    }
}

/// Apps as the gateway meets it: a wiki for everybody and a payroll that asks for a second factor.
final class ScriptedApps: Sendable {
    static let wikiTarget = "https://wiki.example.com/start?from=portal"
    static let payrollTarget = "https://payroll.example.com/secret-door"

    let script = Script()
    let tidings = Tidings<AppsAnnouncement>()
    let wiki: Tile
    let payroll: Tile
    private let passports: PassportVerifier
    private let clock: any WallClock
    private let wikiTarget = Mutex(ScriptedApps.wikiTarget)

    init(office: PassportOffice, clock: any WallClock) {
        self.clock = clock
        passports = PassportVerifier(keys: office.passportKeys, ended: EndedSessions(clock: clock), clock: clock)
        wiki = Tile(
            id: ApplicationID(at: clock.now),
            name: "Wiki",
            description: "Handbook",
            colour: .violet,
            requirement: .none
        )
        payroll = Tile(
            id: ApplicationID(at: clock.now),
            name: "Payroll",
            description: "Payslips",
            colour: .green,
            requirement: Requirement(strength: .mfa, maximumAge: 300)
        )
    }

    func setWikiTarget(_ target: String) { wikiTarget.withLock { $0 = target } }

    var answers: [Answer] {
        [
            Answer(script) { (_: ListTiles, context) in
                _ = try self.passports.person(of: context)
                return .init(tiles: [self.payroll, self.wiki])
            },
            Answer(script) { (question: LaunchApplication, context) in
                let person = try self.passports.person(of: context)
                switch question.application {
                case self.wiki.id:
                    return .init(name: self.wiki.name, target: self.wikiTarget.withLock { $0 })
                case self.payroll.id:
                    try person.require(self.payroll.requirement, at: self.clock.now)
                    return .init(name: self.payroll.name, target: Self.payrollTarget)
                default: throw LaunchApplication.Refusal.noSuchApplication
                }
            },
            tidings.answer(script),
        ]
    }
}

/// Profile as the gateway meets it: one profile, in memory.
final class ScriptedProfile: Sendable {
    let script = Script()
    let tidings = Tidings<ProfileAnnouncement>()
    private let passports: PassportVerifier
    private let clock: any WallClock
    private let profile = Mutex(Profile(fields: [.firstName: "Ada", .lastName: "Lovelace"], version: 1))

    init(office: PassportOffice, clock: any WallClock) {
        self.clock = clock
        passports = PassportVerifier(keys: office.passportKeys, ended: EndedSessions(clock: clock), clock: clock)
    }

    var fields: [ProfileField: String] { profile.withLock { $0.fields } }

    var answers: [Answer] {
        [
            Answer(script) { (_: ShowProfile, context) in
                _ = try self.passports.person(of: context)
                return self.profile.withLock { $0 }
            },
            Answer(script) { (question: EditProfile, context) in
                let person = try self.passports.person(of: context)
                guard question.field.isOwnersToEdit else { throw EditProfile.Refusal.notYours }
                if question.field == .alternateEmail { try person.requireFreshProof(at: self.clock.now) }
                guard question.value.count <= FieldProblem.longestValue else {
                    throw EditProfile.Refusal.notAcceptable(.tooLong)
                }
                guard TypedTextCheck.isPlain(question.value) else {
                    throw EditProfile.Refusal.notAcceptable(.forbiddenCharacters)
                }
                return try self.profile.withLock { profile in
                    let current = profile.fields[question.field] ?? ""
                    guard current == question.seenValue else {
                        throw EditProfile.Refusal.changedMeanwhile(current: current)
                    }
                    profile.fields[question.field] = question.value
                    profile.version += 1
                    return profile
                }
            },
            tidings.answer(script),
        ]
    }
}

/// Stands in for profile's own rule.
enum TypedTextCheck {
    static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control || $0.value == 0x202E }
    }
}
