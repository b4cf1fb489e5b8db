public import ServiceRuntime

extension Command {
    /// How long a program has to say how it is.
    private static var patience: Duration { .seconds(3) }

    /// `health`: asks the program that runs with the same settings how it is, over the bus and with its own key.
    ///
    /// It ends with 0 where the program is ready, and with 1 where it is not, or does not answer.
    ///
    /// - Parameters:
    ///   - program: The name under which its key is known.
    ///   - bus: Finds in the settings where it listens, its key, and everybody's public keys.
    /// - Returns: The command, for the list that `Program` takes.
    public static func health(
        of program: CallerName,
        _ bus: @escaping @Sendable (S) -> (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers)
    ) -> Command<S> {
        Command("health", "Asks the running program whether it is ready; ends with 0 if it is.") { settings, _, _ in
            let (listen, key, peers) = bus(settings)
            let client = try MessageClient(
                asking: program,
                at: [listen.reachable],
                as: key,
                peers: peers,
                log: .silent,
                metrics: Metrics()
            )
            // Ended, and waited for, when this returns.
            async let _: Void = client.run()
            do {
                let health = try await client.ask(AskHealth(), within: patience).health
                let details = health.details.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
                let words = ["\(program) is \(health.isReady ? "ready" : "not ready")"] + details
                print(words.joined(separator: ", "))
                return health.isReady ? .success : .failure
            } catch let fault as Fault {
                print("\(program) does not answer at \(listen): \(fault)")
                return .failure
            }
        }
    }
}

extension BusEndpoint {
    /// Where something that listens here is reached from the same machine: who listens everywhere is on the loopback.
    var reachable: BusEndpoint {
        switch host {
        case "0.0.0.0", "*": BusEndpoint(host: "127.0.0.1", port: port)
        case "::": BusEndpoint(host: "::1", port: port)
        default: self
        }
    }
}
