public import IdentityContract
public import Messaging

/// What mfa tells everyone.
public enum MFAAnnouncement: Announcement, Hashable {
    public static let service: CallerName = .mfa

    /// The factors of this account changed; `strongest` is the strongest kind it has now.
    case factorsChanged(AccountID, strongest: Strength)
}
