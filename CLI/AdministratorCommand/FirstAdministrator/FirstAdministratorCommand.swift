import AuthContract
import Foundation
import Messaging
import ServiceRuntime

extension Subcommand {
    /// The command `portico first-administrator`.
    static let firstAdministrator = Subcommand(
        "first-administrator",
        summary: "Prints the link at which the first administrator makes an account.",
        details: """
            Whoever opens the link enters an e-mail address, a username and a password, and sets up a second factor. It is
            good once and for one hour; a newer link voids it, and so does an administrator who comes by another road. A
            portal that has an administrator makes no link.

            It needs the operator's key or, where the gateway runs, the gateway's.
            """,
        options: [
            Option("--url", "ADDRESS", "Where people reach the portal; without it, \(OperatorSettings.publicURLName)."),
            .json,
        ]
    ) { arguments, administrator in
        let given = try arguments.value(of: "--url").map { try PortalAddress($0, givenAs: "--url") }
        return try await administrator.withServices { lines in
            // Before the question, which would void an earlier link.
            let address =
                try given
                ?? PortalAddress(lines.publicURL ?? PortalAddress.usual, givenAs: OperatorSettings.publicURLName)
            do {
                let reply = try await lines.auth.ask(InviteFirstAdministrator())
                let link = address.link(holding: reply.invitation)
                administrator.terminal.print(
                    arguments.has("--json")
                        ? try JSONText.of(InvitationEntry(link: link, expiresAt: reply.expiresAt))
                        : "Open this link within one hour to make the first administrator's account. It works once.\n\n\(link)\n"
                )
                return .success
            } catch InviteFirstAdministrator.Refusal.administratorExists {
                throw Complaint.failure("the portal has an administrator already; portico user add makes another.")
            }
        }
    }
}

/// A link, for programs.
private struct InvitationEntry: Encodable {
    var link: String
    var expiresAt: Date
}

/// Where people reach the portal, to begin a link with.
struct PortalAddress: Equatable {
    /// Where a portal is that says nothing else.
    static let usual = "http://localhost:8080"

    /// Scheme, host and port, without a slash at the end.
    let origin: String

    /// Reads it.
    ///
    /// - Throws: a `Complaint` where it is no such address, or a link with a secret would travel in the clear.
    init(_ text: String, givenAs name: String) throws(Complaint) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host,
            ["http", "https"].contains(scheme), !host.isEmpty, ["", "/"].contains(parts.path), parts.query == nil,
            parts.fragment == nil, parts.user == nil, parts.password == nil
        else { throw .settings("\(name) must be an address such as https://portal.example.com.") }
        guard scheme == "https" || host.lowercased() == "localhost" else {
            throw .settings("\(name) must begin with https://; http:// is for localhost alone.")
        }
        origin = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The link that holds an invitation's secret.
    func link(holding invitation: InvitationToken) -> String {
        "\(origin)/first-administrator/\(invitation.text.expose())"
    }
}
