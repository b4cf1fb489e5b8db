import ServiceRuntime

/// Why something was not done, in a sentence for the administrator, and with which exit status that ends.
struct Complaint: Error, Equatable, CustomStringConvertible {
    let status: ExitStatus
    /// One whole sentence, or several lines of which the first is one.
    let description: String

    /// The command line makes no sense.
    static func usage(_ sentence: String) -> Complaint { Complaint(status: .wrongUsage, description: sentence) }
    /// What the command needs to know of the portal is missing or wrong.
    static func settings(_ sentence: String) -> Complaint { Complaint(status: .wrongSettings, description: sentence) }
    /// It was tried and did not work.
    static func failure(_ sentence: String) -> Complaint { Complaint(status: .failure, description: sentence) }
}
