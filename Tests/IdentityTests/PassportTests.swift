import Cryptography
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class PassportTests: XCTestCase {
    private let clock = MovableClock()
    private let gateway = BusPublicKey([UInt8](repeating: 7, count: 32)) ?? .nobody
    private lazy var office = PassportOffice(clock: clock)
    private lazy var ended = EndedSessions(clock: clock)
    private lazy var passports = PassportVerifier(keys: office.passportKeys, ended: ended, clock: clock)
    private lazy var ada = AccountID(at: clock.now)
    private lazy var session = SessionID(at: clock.now)

    /// A question that comes with a credential, over a connection that proved to have a key.
    private func question(with credential: [UInt8]?, from key: BusPublicKey? = nil) -> RequestContext {
        RequestContext(
            caller: Caller(assumedInTest: .gateway, key: key ?? gateway),
            deadline: .after(.seconds(1)),
            trace: TraceID(),
            credential: credential
        )
    }

    /// Why a credential does not carry a question; `nil` where it does.
    private func denial(
        of credential: [UInt8]?,
        from key: BusPublicKey? = nil,
        allowingPending: Bool = false
    ) throws -> AccessDenial? {
        do {
            _ = try passports.person(of: question(with: credential, from: key), allowingPending: allowingPending)
            return nil
        } catch let denial as Denial {
            return try XCTUnwrap(AccessDenial(denial))
        }
    }

    func testAGoodPassportSaysWhoAsks() throws {
        let credential = try office.passport(for: ada, session: session, roles: [.administrator], bearer: gateway)
        let person = try passports.person(of: question(with: credential))
        XCTAssertEqual(person.account, ada)
        XCTAssertEqual(person.session, session)
        XCTAssertEqual(person.passport.roles, [.administrator])
        XCTAssertEqual(person.passport.expiresAt, clock.now + 10)
    }

    func testWithoutAPassportNobodyIsAnybody() throws {
        XCTAssertEqual(try denial(of: nil), .passportMissing)
        XCTAssertEqual(try denial(of: []), .passportForged)
        XCTAssertEqual(try denial(of: [UInt8](repeating: 0, count: 300)), .passportForged)
    }

    func testAPassportOfWhichOneByteIsAlteredIsForged() throws {
        let credential = try office.passport(for: ada, bearer: gateway)
        for index in credential.indices {
            var altered = credential
            altered[index] ^= 1
            XCTAssertEqual(try denial(of: altered), .passportForged, "byte \(index)")
        }
    }

    func testAPassportSignedByAnUnknownKeyIsForged() throws {
        let stranger = PassportOffice(clock: clock)
        XCTAssertEqual(try denial(of: stranger.passport(for: ada, bearer: gateway)), .passportForged)
        // The key that signs proofs signs no passports.
        let proof = try office.proof(of: ada, bond: .session(session), purpose: .stepUp)
        XCTAssertEqual(try denial(of: proof.bytes), .passportForged)
    }

    func testAPassportIsUselessFromAnotherKeyThanTheOneItWasIssuedTo() throws {
        let credential = try office.passport(for: ada, bearer: gateway)
        XCTAssertNil(try denial(of: credential))
        let other = BusPublicKey([UInt8](repeating: 8, count: 32))
        XCTAssertEqual(try denial(of: credential, from: other), .passportBorrowed)
    }

    func testAPassportLivesTenSeconds() throws {
        let credential = try office.passport(for: ada, bearer: gateway)
        clock.advance(by: 9.9)
        XCTAssertNil(try denial(of: credential))
        clock.advance(by: 0.1)
        XCTAssertEqual(try denial(of: credential), .passportExpired)
    }

    func testAPassportFromTheFutureIsAcceptedAsFarAsClocksMayDiffer() throws {
        let near = try office.passport(for: ada, bearer: gateway, issuedAt: clock.now + 2)
        XCTAssertNil(try denial(of: near))
        let far = try office.passport(for: ada, bearer: gateway, issuedAt: clock.now + 2.1)
        XCTAssertEqual(try denial(of: far), .passportExpired)
    }

    func testAPassportThatClaimsALongerLifeIsRefused() throws {
        var passport = Passport(
            account: ada,
            session: session,
            attempt: AttemptID(at: clock.now),
            roles: [.user],
            state: .full,
            assurance: Assurance(),
            strongestFactor: .none,
            bearer: gateway,
            issuedAt: clock.now
        )
        XCTAssertNil(try denial(of: office.sign(passport)))
        passport.expiresAt = clock.now + 3600
        XCTAssertEqual(try denial(of: office.sign(passport)), .passportExpired)
    }

    func testAPendingSessionOpensOnlyWhatAllowsIt() throws {
        let pending = try office.passport(for: ada, state: .pending, bearer: gateway)
        XCTAssertEqual(try denial(of: pending), .sessionPending)
        XCTAssertNil(try denial(of: pending, allowingPending: true))
        let full = try office.passport(for: ada, state: .full, bearer: gateway)
        XCTAssertNil(try denial(of: full, allowingPending: true))
    }

    func testThePassportOfAnEndedSessionIsRefusedAtOnce() throws {
        let credential = try office.passport(for: ada, session: session, bearer: gateway)
        let other = try office.passport(for: ada, bearer: gateway)
        XCTAssertNil(try denial(of: credential))
        ended.insert([session])
        XCTAssertEqual(try denial(of: credential), .sessionEnded)
        XCTAssertEqual(try denial(of: credential, allowingPending: true), .sessionEnded)
        XCTAssertNil(try denial(of: other))
    }

    func testASensitiveChangeNeedsAFreshProofOfTheStrongestKind() throws {
        func person(_ methods: [Method], strongest: Strength, age: TimeInterval) throws -> Person {
            let passport = Passport(
                account: ada,
                session: session,
                attempt: AttemptID(at: clock.now),
                roles: [.user],
                state: .full,
                assurance: Assurance(methods.map { Assurance.Verification($0, at: clock.now - age) }),
                strongestFactor: strongest,
                bearer: gateway,
                issuedAt: clock.now
            )
            return try passports.person(of: question(with: office.sign(passport)))
        }
        let now = clock.now
        XCTAssertNoThrow(try person([.password], strongest: .none, age: 600).requireFreshProof(at: now))
        XCTAssertNoThrow(try person([.password, .oneTimeCode], strongest: .mfa, age: 1).requireFreshProof(at: now))
        for (methods, strongest, age) in [
            ([Method.password], Strength.none, 601.0), ([.password], .mfa, 1), ([.oneTimeCode], .phishingResistant, 1),
            ([.securityKey], .phishingResistant, 601), ([], .none, 1),
        ] {
            XCTAssertThrowsError(try person(methods, strongest: strongest, age: age).requireFreshProof(at: now)) {
                let denial = ($0 as? Denial).flatMap(AccessDenial.init)
                XCTAssertEqual(denial, .assuranceNeeded(Requirement(strength: strongest, maximumAge: 600)))
            }
        }
    }
}
