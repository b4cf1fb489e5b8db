public import Cryptography
public import Foundation
public import ServiceRuntime

/// What `mfa` found about a sign-in or a session, signed for `auth`: good for one use, one purpose and one minute.
public struct Proof: Codable, Sendable, Hashable {
    /// How long a proof may wait to be used.
    public static let lifetime: TimeInterval = 60

    /// One proof; `auth` takes each once.
    public enum Mark {}

    /// What it may be used for.
    public enum Purpose: String, Codable, Sendable, Hashable {
        /// To make a pending session full.
        case signIn
        /// To raise the assurance of a full one.
        case stepUp
    }

    /// What it is about: it works for nothing else.
    public enum Bond: Codable, Sendable, Hashable {
        case attempt(AttemptID)
        case session(SessionID)
    }

    /// What was found.
    public enum Finding: Codable, Sendable, Hashable {
        /// The person passed this challenge.
        case passed(Method)
        /// The person enrolled this factor just now. It completes a sign-in that waited for that, but is no
        /// verification: who knew only the password could have enrolled it, so assurance stays as it was until the
        /// factor is used again.
        case enrolled(Method)
        /// Policy asks nothing of this account now.
        case nothingDue
    }

    public var id: Identifier<Mark>
    public var account: AccountID
    public var bond: Bond
    public var purpose: Purpose
    public var finding: Finding
    /// The strongest kind of factor that the account has.
    public var strongestFactor: Strength
    public var issuedAt: Date
    public var expiresAt: Date

    public init(
        id: Identifier<Mark>,
        account: AccountID,
        bond: Bond,
        purpose: Purpose,
        finding: Finding,
        strongestFactor: Strength,
        issuedAt: Date
    ) {
        self.id = id
        self.account = account
        self.bond = bond
        self.purpose = purpose
        self.finding = finding
        self.strongestFactor = strongestFactor
        self.issuedAt = issuedAt
        expiresAt = issuedAt + Self.lifetime
    }
}

extension Proof: SignedStatement {
    public static let purpose = "portico proof v1"
}

/// A proof as it travels, through the gateway, which cannot alter it.
public typealias SignedProof = Signed<Proof>

extension Proof {
    /// Why a proof was not accepted.
    public enum Flaw: String, Error, Codable, Sendable, Hashable, CaseIterable {
        case forged, expired, otherAccount, otherBond, otherPurpose
    }

    /// Checks everything about a proof but whether it was used before, which only a database can tell.
    ///
    /// - Throws: `Flaw`.
    public static func check(
        _ signed: SignedProof,
        with keys: VerifyingKeys,
        for account: AccountID,
        bond: Bond,
        purpose: Purpose,
        at now: Date
    ) throws -> Proof {
        guard let proof = signed.statement(checkedWith: keys) else { throw Flaw.forged }
        guard now < proof.expiresAt,
            proof.issuedAt <= now + PassportVerifier.toleratedClockDifference,
            proof.expiresAt.timeIntervalSince(proof.issuedAt) <= lifetime
        else { throw Flaw.expired }
        guard proof.account == account else { throw Flaw.otherAccount }
        guard proof.bond == bond else { throw Flaw.otherBond }
        guard proof.purpose == purpose else { throw Flaw.otherPurpose }
        return proof
    }
}
