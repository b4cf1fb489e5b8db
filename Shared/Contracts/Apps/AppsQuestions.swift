public import Messaging

/// The list of everything that apps can be asked, to hold `docs/wire-protocol.md` and the programs to it.
public enum AppsQuestions {
    /// Every question, in the order of the document.
    public static let all: [any Request.Type] = [
        ListTiles.self,
        LaunchApplication.self,
        PutApplication.self,
        ListApplications.self,
        FollowAnnouncements<AppsAnnouncement>.self,
    ]
}
