import Messaging

/// What the tests' service tells.
enum News: Announcement, Hashable {
    static let service: CallerName = .profile

    case said(Int)

    /// What was said.
    var number: Int {
        switch self {
        case .said(let number): number
        }
    }
}
