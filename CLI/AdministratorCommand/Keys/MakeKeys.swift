import Foundation
import Messaging
import ServiceRuntime

extension Subcommand {
    /// The command `portico make-keys FOLDER`.
    static let makeKeys = Subcommand(
        "make-keys",
        operands: ["FOLDER"],
        summary: "Makes the keys of a new portal; it never overwrites one.",
        details: """
            Draws every key that a portal needs and writes them into FOLDER, files of mode 0600 in folders of mode 0700:

              auth/ mfa/ profile/ apps/ gateway/ operator/
                         what that program alone may read: bus.key, its key on the bus; sealing.key, which secrets at
                         rest are sealed with; passport-signing.key (auth), proof-signing.key (mfa)
              peers/     the public keys of the bus of all programs: PORTICO_BUS_PEERS
              public/    passports.pub and proofs.pub, which passports and proofs are checked with

            Where programs run on several machines, each is given its own folder, peers/ and public/. A backup of the
            databases is worth nothing without the sealing keys: keep a copy of FOLDER elsewhere.
            """
    ) { arguments, administrator in
        let path = URL(fileURLWithPath: arguments.operands[0]).standardizedFileURL.path
        try KeyFolder(path: path).make()
        let names = KeyFolder.programs.map(\.rawValue).joined(separator: ", ")
        administrator.terminal.print("Made the keys of \(names) in \(path).")
        return .success
    }
}
