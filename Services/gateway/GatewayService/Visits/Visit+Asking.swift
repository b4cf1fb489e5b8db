import Cryptography
import IdentityContract
import Messaging
import ServiceRuntime

extension Visit {
    /// How long most questions may take.
    static let patience: Duration = .seconds(3)
    /// How long a question may take for which a password is hashed: those wait for their turn.
    static let hashingPatience: Duration = .seconds(10)

    /// Asks a service what it tells anybody's browser.
    ///
    /// - Throws: what is neither the question's own refusal nor a failure of the service.
    func ask<Question: Request>(
        _ question: Question,
        of service: MessageClient,
        within limit: Duration = Visit.patience
    ) async throws -> Answered<Question> {
        do {
            return .reply(try await service.ask(question, within: limit))
        } catch let refusal as Question.Refusal {
            return .refusal(refusal)
        } catch let fault as Fault {
            return .fault(fault)
        }
    }

    /// Asks a service in somebody's name; `then` is where they go on once they have given what the service asks for first.
    ///
    /// - Throws: `Detour` where the service asks for more than this session has shown.
    func ask<Question: Request>(
        _ question: Question,
        of service: MessageClient,
        as session: LiveSession,
        then: WayOn,
        within limit: Duration = Visit.patience
    ) async throws -> Answered<Question> {
        do {
            return .reply(try await service.ask(question, with: session.passport.bytes, within: limit))
        } catch let refusal as Question.Refusal {
            return .refusal(refusal)
        } catch let fault as Fault {
            return .fault(fault)
        } catch let denial as Denial {
            guard AccessDenial(denial) == .passportExpired else { throw detour(denial, for: session, then: then) }
            return try await askAnew(question, of: service, as: session, then: then, within: limit)
        }
    }

    /// Asks once more with a new passport: one that expired on its way, or by a clock that differs, is nobody's fault.
    private func askAnew<Question: Request>(
        _ question: Question,
        of service: MessageClient,
        as session: LiveSession,
        then: WayOn,
        within limit: Duration
    ) async throws -> Answered<Question> {
        gateway.sessions.renew(session)
        guard let renewed = try await gateway.sessions.session(of: session.token) else {
            try leave()
            throw Detour.logIn(then: then)
        }
        do {
            return .reply(try await service.ask(question, with: renewed.passport.bytes, within: limit))
        } catch let refusal as Question.Refusal {
            return .refusal(refusal)
        } catch let fault as Fault {
            return .fault(fault)
        } catch let denial as Denial {
            throw detour(denial, for: renewed, then: then)
        }
    }

    /// What follows when a passport does not carry a question.
    private func detour(_ denial: Denial, for session: LiveSession, then: WayOn) -> any Error {
        switch AccessDenial(denial) {
        case .assuranceNeeded(let requirement):
            return Detour.stepUp(requirement, then: then)
        case .sessionPending:
            return Detour.whatIsDue(then: then)
        case .sessionEnded:
            gateway.sessions.end(session)
            // The browser's cookie goes with the session that it named.
            do { try leave() } catch { return error }
            return Detour.logIn(then: then)
        case .passportExpired:
            // It was renewed a moment ago: two clocks differ by more than is tolerated. That passes when they are set.
            let incident = gateway.incident()
            gateway.log.warning(
                "a new passport counts as expired: the clocks of auth's machine and of a service's differ",
                ["incident": incident]
            )
            return Fault(.unavailable, incident: incident)
        case .passportMissing, .passportForged, .passportBorrowed, nil:
            let incident = gateway.incident()
            gateway.log.error("a passport was not accepted", ["incident": incident, "denial": denial.code])
            return Fault(.failed, incident: incident)
        }
    }
}

extension Gateway {
    /// The length of an incident's number, in bytes.
    private static let incidentLength = 6

    /// The number under which a failure is found in the log.
    func incident() -> String {
        Hex.encode(random.bytes(Self.incidentLength))
    }
}
