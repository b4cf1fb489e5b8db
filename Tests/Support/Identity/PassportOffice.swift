public import Cryptography
public import Foundation
public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Signs passports and proofs with keys of its own, as auth and mfa would, for tests of whoever checks them.
///
/// ```swift
/// let office = PassportOffice()
/// let passports = PassportVerifier(keys: office.passportKeys, ended: EndedSessions(clock: clock), clock: clock)
/// let reply = try await client.ask(ListTiles(), with: office.passport(for: ada, bearer: gateway.publicKey))
/// ```
public struct PassportOffice: Sendable {
    public let passportKey: SigningKey
    public let proofKey: SigningKey
    public let clock: any WallClock

    /// Draws new keys.
    public init(clock: any WallClock = SystemClock()) {
        passportKey = SigningKey.generate()
        proofKey = SigningKey.generate()
        self.clock = clock
    }

    /// What a service checks this office's passports with.
    public var passportKeys: VerifyingKeys { VerifyingKeys([passportKey.publicKey]) }
    /// What auth checks this office's proofs with.
    public var proofKeys: VerifyingKeys { VerifyingKeys([proofKey.publicKey]) }

    /// A passport as it travels in a question's credential: by default of somebody who gave a password just now.
    ///
    /// `bearer` is the bus key of whoever will ask with it; it is issued now, unless told otherwise.
    public func passport(
        for account: AccountID,
        session: SessionID? = nil,
        attempt: AttemptID? = nil,
        roles: Set<Role> = [.user],
        state: Passport.State = .full,
        methods: [Method] = [.password],
        strongestFactor: Strength = .none,
        bearer: BusPublicKey,
        issuedAt: Date? = nil
    ) throws -> [UInt8] {
        let now = issuedAt ?? clock.now
        return try sign(
            Passport(
                account: account,
                session: session ?? SessionID(at: now),
                attempt: attempt ?? AttemptID(at: now),
                roles: roles,
                state: state,
                assurance: Assurance(methods.map { Assurance.Verification($0, at: now) }),
                strongestFactor: strongestFactor,
                bearer: bearer,
                issuedAt: now
            )
        )
    }

    /// Signs any passport at all.
    public func sign(_ passport: Passport) throws -> [UInt8] {
        try SignedPassport(passport, by: passportKey).bytes
    }

    /// A proof as mfa would sign it: by default that a one-time code was right just now.
    public func proof(
        of account: AccountID,
        bond: Proof.Bond,
        purpose: Proof.Purpose,
        finding: Proof.Finding = .passed(.oneTimeCode),
        strongestFactor: Strength = .mfa,
        issuedAt: Date? = nil
    ) throws -> SignedProof {
        let now = issuedAt ?? clock.now
        return try sign(
            Proof(
                id: Identifier(at: now),
                account: account,
                bond: bond,
                purpose: purpose,
                finding: finding,
                strongestFactor: strongestFactor,
                issuedAt: now
            )
        )
    }

    /// Signs any proof at all.
    public func sign(_ proof: Proof) throws -> SignedProof {
        try SignedProof(proof, by: proofKey)
    }
}
