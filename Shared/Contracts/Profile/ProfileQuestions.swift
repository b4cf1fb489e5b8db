public import Messaging

/// The list of everything that profile can be asked, to hold `docs/wire-protocol.md` and the programs to it.
public enum ProfileQuestions {
    /// Every question, in the order of the document.
    public static let all: [any Request.Type] = [
        ShowProfile.self,
        EditProfile.self,
        PutPerson.self,
        ListPeople.self,
        PutGroup.self,
        ListGroups.self,
        FollowAnnouncements<ProfileAnnouncement>.self,
        TakeSnapshot<ProfileAnnouncement>.self,
    ]
}
