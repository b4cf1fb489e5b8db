import Foundation
import ServiceRuntime

extension Subcommand {
    /// The command `portico rotate-keys FOLDER STEP`.
    static let rotateKeys = Subcommand(
        "rotate-keys",
        operands: ["FOLDER", "STEP"],
        summary: "Exchanges all keys of a running portal, in steps.",
        details: """
            Exchanges the keys in FOLDER, which make-keys has made, without anybody noticing. After each step FOLDER goes
            to wherever programs run; public keys are read again within two seconds, secret ones when a program is
            restarted, one replica after another:

              prepare         draws new keys, and has them accepted beside the old ones. Then restart auth, mfa, profile
                              and apps.
              switch          has the new keys used. Then restart all five.
              finish          has the old keys of the bus, of passports and of proofs refused. Nothing is restarted.
              forget-sealing  throws the old sealing keys away, once the log of mfa says that every secret is sealed with
                              the current key, and two minutes after switch. Then restart auth, mfa, profile and apps.

            A step that was interrupted is repeated. Before forget-sealing keep a copy of FOLDER with the backups of
            before: they cannot be opened without it.
            """
    ) { arguments, administrator in
        guard let step = KeyRotation.Step(rawValue: arguments.operands[1]) else {
            let steps = KeyRotation.Step.allCases.map(\.rawValue).joined(separator: ", ")
            throw Complaint.usage("\(arguments.operands[1]) is no step; the steps are \(steps).")
        }
        let path = URL(fileURLWithPath: arguments.operands[0]).standardizedFileURL.path
        try KeyRotation(folder: KeyFolder(path: path)).take(step)
        administrator.terminal.print(step.whatIsNext)
        return .success
    }
}

extension KeyRotation.Step {
    /// What the administrator does after this step.
    fileprivate var whatIsNext: String {
        switch self {
        case .prepare:
            "New keys are accepted. Restart auth, mfa, profile and apps, one replica after another; then switch."
        case .switch: "New keys are used. Restart all five programs, one replica after another; then finish."
        case .finish:
            "Old keys are refused, apart from what they have sealed. When the log of mfa says that every secret is "
                + "sealed with the current key: forget-sealing."
        case .forgetSealing:
            "The old sealing keys are thrown away. Restart auth, mfa, profile and apps, one replica after another."
        }
    }
}
