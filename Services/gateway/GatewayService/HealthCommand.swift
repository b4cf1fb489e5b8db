import HTTP
import Network
public import ServiceRuntime

extension Command where S == GatewaySettings {
    /// How long the door has to answer.
    private static var patience: Duration { .seconds(3) }

    /// `health`: asks the portal that runs with the same settings, at its own door.
    ///
    /// It ends with 0 where the door opens, and with 1 where it does not.
    public static var health: Command<GatewaySettings> {
        Command("health", "Asks the running portal whether it answers; ends with 0 if it does.") { settings, _, _ in
            let listen = settings.listen.reachable
            do {
                let client = try client(of: settings, at: listen)
                let headers: HTTPHeaders = ["Host": settings.address.authority]
                let answer = try await client.send(.get, "/health", headers: headers, within: patience)
                print("gateway answers \(answer.status) at \(listen)")
                return answer.status == .ok ? .success : .failure
            } catch {
                print("gateway does not answer at \(listen): \(error)")
                return .failure
            }
        }
    }

    /// A door with TLS must show the certificate in the file, which may be an old one or for other hosts: whether people's
    /// browsers accept it is another question.
    private static func client(of settings: GatewaySettings, at listen: HostPort) throws -> HTTPClient {
        guard let files = settings.tlsFiles else { return try HTTPClient("http://\(listen)") }
        return try HTTPClient("https://\(listen)", trust: .certificate(file: files.certificate))
    }
}

extension HostPort {
    /// Where something that listens here is reached from the same machine: who listens everywhere is on the loopback.
    fileprivate var reachable: HostPort {
        switch host {
        case "0.0.0.0": HostPort(host: "127.0.0.1", port: port)
        case "::": HostPort(host: "::1", port: port)
        default: self
        }
    }
}
