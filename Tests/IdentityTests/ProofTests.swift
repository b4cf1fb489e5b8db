import Cryptography
import Foundation
import IdentityContract
import ServiceRuntime
import Support
import XCTest

final class ProofTests: XCTestCase {
    private let clock = MovableClock()
    private lazy var office = PassportOffice(clock: clock)
    private lazy var ada = AccountID(at: clock.now)
    private lazy var attempt = AttemptID(at: clock.now)
    private lazy var session = SessionID(at: clock.now)

    /// What is wrong with a proof that is to complete Ada's sign-in; `nil` where nothing is.
    private func flaw(
        in proof: SignedProof,
        for account: AccountID? = nil,
        bond: Proof.Bond? = nil,
        purpose: Proof.Purpose = .signIn
    ) throws -> Proof.Flaw? {
        do {
            _ = try Proof.check(
                proof,
                with: office.proofKeys,
                for: account ?? ada,
                bond: bond ?? .attempt(attempt),
                purpose: purpose,
                at: clock.now
            )
            return nil
        } catch let flaw as Proof.Flaw {
            return flaw
        }
    }

    private func signInProof(finding: Proof.Finding = .passed(.oneTimeCode), issuedAt: Date? = nil) throws
        -> SignedProof
    {
        try office.proof(
            of: ada,
            bond: .attempt(attempt),
            purpose: .signIn,
            finding: finding,
            issuedAt: issuedAt
        )
    }

    func testAProofSaysWhatWasFound() throws {
        for finding in [Proof.Finding.passed(.securityKey), .enrolled(.push), .nothingDue] {
            let proof = try Proof.check(
                signInProof(finding: finding),
                with: office.proofKeys,
                for: ada,
                bond: .attempt(attempt),
                purpose: .signIn,
                at: clock.now
            )
            XCTAssertEqual(proof.finding, finding)
            XCTAssertEqual(proof.strongestFactor, .mfa)
        }
    }

    func testEveryProofHasAMarkOfItsOwnByWhichItsUseIsCounted() throws {
        let marks = try (0..<10).map { _ in
            try XCTUnwrap(signInProof().statement(checkedWith: office.proofKeys)).id
        }
        XCTAssertEqual(Set(marks).count, 10)
    }

    func testAProofOfWhichOneByteIsAlteredIsForged() throws {
        let bytes = try signInProof().bytes
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 1
            XCTAssertEqual(try flaw(in: SignedProof(unchecked: altered)), .forged, "byte \(index)")
        }
    }

    func testAProofSignedByAnotherKeyIsForged() throws {
        let stranger = PassportOffice(clock: clock)
        let bond = Proof.Bond.attempt(attempt)
        XCTAssertEqual(try flaw(in: stranger.proof(of: ada, bond: bond, purpose: .signIn)), .forged)
        let byTheKeyOfPassports = try PassportOffice.signing(signInProof(), of: office)
        XCTAssertEqual(try flaw(in: byTheKeyOfPassports), .forged)
    }

    func testAProofMayWaitAMinute() throws {
        let proof = try signInProof()
        clock.advance(by: 59.9)
        XCTAssertNil(try flaw(in: proof))
        clock.advance(by: 0.1)
        XCTAssertEqual(try flaw(in: proof), .expired)
    }

    func testAProofFromTheFutureOrWithALongerLifeIsRefused() throws {
        XCTAssertNil(try flaw(in: signInProof(issuedAt: clock.now + 2)))
        XCTAssertEqual(try flaw(in: signInProof(issuedAt: clock.now + 2.1)), .expired)
        var proof = try XCTUnwrap(signInProof().statement(checkedWith: office.proofKeys))
        proof.expiresAt += 1
        XCTAssertEqual(try flaw(in: office.sign(proof)), .expired)
    }

    func testAProofIsGoodForItsAccountAttemptAndPurposeAlone() throws {
        let proof = try signInProof()
        XCTAssertNil(try flaw(in: proof))
        XCTAssertEqual(try flaw(in: proof, for: AccountID(at: clock.now)), .otherAccount)
        XCTAssertEqual(try flaw(in: proof, bond: .attempt(AttemptID(at: clock.now))), .otherBond)
        XCTAssertEqual(try flaw(in: proof, purpose: .stepUp), .otherPurpose)
        // The same sixteen bytes as a session's name are no attempt's.
        XCTAssertEqual(try flaw(in: proof, bond: .session(SessionID(uuid: attempt.uuid))), .otherBond)
    }

    func testAStepUpsProofIsGoodForItsSessionAndPurposeAlone() throws {
        let proof = try office.proof(of: ada, bond: .session(session), purpose: .stepUp)
        XCTAssertNil(try flaw(in: proof, bond: .session(session), purpose: .stepUp))
        XCTAssertEqual(try flaw(in: proof, bond: .session(SessionID(at: clock.now)), purpose: .stepUp), .otherBond)
        XCTAssertEqual(try flaw(in: proof, bond: .session(session), purpose: .signIn), .otherPurpose)
        XCTAssertEqual(try flaw(in: proof), .otherBond)
    }
}

extension PassportOffice {
    /// The same proof, signed with the key that is for passports.
    fileprivate static func signing(_ proof: SignedProof, of office: PassportOffice) throws -> SignedProof {
        let statement = try XCTUnwrap(proof.statement(checkedWith: office.proofKeys))
        return try SignedProof(statement, by: office.passportKey)
    }
}
