public import Messaging

/// The list of everything that auth can be asked, to hold `docs/wire-protocol.md` and the programs to it.
public enum AuthQuestions {
    /// Every question, in the order of the document.
    public static let all: [any Request.Type] = [
        BeginSignIn.self,
        FindAttempt.self,
        CheckPassword.self,
        CompleteSignIn.self,
        IssuePassport.self,
        ConfirmPassword.self,
        RaiseSession.self,
        EndSession.self,
        ShowAccount.self,
        ChangePassword.self,
        ShowPortal.self,
        InviteFirstAdministrator.self,
        FindInvitation.self,
        AcceptInvitation.self,
        AddAccount.self,
        ListAccounts.self,
        SetAccountState.self,
        FollowAnnouncements<AuthAnnouncement>.self,
        TakeSnapshot<AuthAnnouncement>.self,
    ]
}
