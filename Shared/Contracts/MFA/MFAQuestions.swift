public import Messaging

/// The list of everything that mfa can be asked, to hold `docs/wire-protocol.md` and the programs to it.
public enum MFAQuestions {
    /// Every question, in the order of the document.
    public static let all: [any Request.Type] = [
        FindDue.self,
        CheckCode.self,
        BeginAppEnrolment.self,
        ShowAppEnrolment.self,
        ConfirmAppEnrolment.self,
        PostponeEnrolment.self,
        ListFactors.self,
        RemoveFactor.self,
        ShowFactorPolicy.self,
        SetFactorPolicy.self,
        FollowAnnouncements<MFAAnnouncement>.self,
        TakeSnapshot<MFAAnnouncement>.self,
    ]
}
