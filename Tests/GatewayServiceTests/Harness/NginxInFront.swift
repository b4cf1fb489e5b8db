import Foundation
import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

/// nginx with a certificate of the test's own, which hands requests on to a gateway as `docs/operate.md` says.
final class NginxInFront: Sendable {
    /// From where it asks the gateway, which tells it from its visitors on the same machine.
    static let address = "127.0.0.2"

    let port: Int
    private let name: String
    private let authority: Authority
    private let folder: String
    private let process = MutableProcess()

    init(name: String) async throws {
        self.name = name
        port = try await FreePort.find()
        authority = try await Authority.make()
        folder = try TemporaryFolder.shared.folder()
    }

    private struct DidNotStart: Error {
        let output: String
    }

    private actor MutableProcess {
        var running: LeashedProcess?
        func set(_ process: LeashedProcess?) { running = process }
    }

    /// Starts it, and waits until it listens.
    func start(before gateway: HostPort) async throws {
        let certificate = try await authority.sign(for: [name])
        try configuration(certificate, gateway).write(toFile: "\(folder)/nginx.conf", atomically: true, encoding: .utf8)
        let nginx = try LeashedProcess.start(
            "/usr/sbin/nginx",
            ["-p", folder, "-c", "\(folder)/nginx.conf", "-e", "stderr", "-g", "daemon off;"]
        )
        await process.set(nginx)
        let address = try await Resolver.addresses(of: "127.0.0.1", port: port)
        try await eventually(within: .seconds(20), "The start of nginx") {
            guard nginx.isRunning else {
                throw DidNotStart(output: nginx.output)
            }
            return (try? await StreamSocket.connect(to: address, before: .after(.seconds(1)))) != nil
        }
    }

    func stop() async {
        await process.running?.kill()
    }

    /// A client that comes to it by its name.
    func client() throws -> HTTPClient {
        try HTTPClient(
            "https://\(name):\(port)",
            trust: .authorities(file: authority.certificate),
            connectingTo: HostPort(host: "127.0.0.1", port: port)
        )
    }

    private func configuration(_ certificate: Authority.Certificate, _ gateway: HostPort) -> String {
        """
        worker_processes 1;
        pid \(folder)/nginx.pid;
        events { worker_connections 64; }
        http {
            access_log off;
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/proxy;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            server {
                listen 127.0.0.1:\(port) ssl;
                server_name _;
                ssl_certificate \(certificate.certificate);
                ssl_certificate_key \(certificate.key);
                location / {
                    proxy_pass http://\(gateway);
                    proxy_bind \(Self.address);
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_buffering off;
                }
            }
        }
        """
    }
}
