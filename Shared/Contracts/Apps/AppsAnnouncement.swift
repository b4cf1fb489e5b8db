public import Messaging

/// What apps tells everyone.
public enum AppsAnnouncement: Announcement, Hashable {
    public static let service: CallerName = .apps

    /// The catalogue or its assignments changed: lists of tiles drawn before are stale.
    case catalogueChanged
}
