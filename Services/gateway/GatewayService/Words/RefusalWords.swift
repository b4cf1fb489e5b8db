import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ProfileContract

/// What is said of every no.
struct RefusalWords: Codable, Sendable {
    var notAnAddress = "That is not a complete e-mail address. It looks like name@example.com."
    var wrongCredentials = "That e-mail and password do not match. Try again, or use Reset User Password."
    var tooManySignIns =
        "Too many tries, or not the right e-mail and password. Wait ten minutes, or use Reset User Password."
    var notAUsername =
        "A username has 1 to 64 lower-case letters, digits, dots, hyphens and underscores, and begins with a letter."
    var addressTaken = "There is already an account with this address."
    var usernameTaken = "There is already an account with this username."
    var invitationGone = "This link is no longer good."
    var attemptGone = "That took a while, so please enter your e-mail again."
    var verificationGone = "That verification is no longer good. Please verify yourself once more."
    var signInElsewhere = "This sign-in is already complete, or has ended. Please sign in again."
    var sessionEnded = "You have been logged out. Please log in again."
    var wrongPassword = "That is not your current password."
    var passwordMissing = "Enter your password."
    var codeMissing = "Enter the 6 digits that your app shows now."
    var tooManyPasswords = "Too many wrong passwords. Wait ten minutes, then try again."
    var passwordNotAcceptable = "The new password does not keep all the rules below."
    var passwordsDiffer = "The two new passwords are not the same."
    var wrongCode = "That code is not right, or has been used. Wait for the next one and enter it."
    var waitMinutes = CountedSentence(
        one: "Too many wrong codes. Wait a minute, then try again.",
        other: "Too many wrong codes. Wait {} minutes, then try again."
    )
    var notEnrolled = "No authenticator app is set up for your account."
    var alreadyEnrolled =
        "Your account already has a second factor. Verify with it; more can be added under Security."
    var tooManyFactors = "You have as many authenticator apps as an account can hold. Remove one first."
    var enrolmentGone = "That setup is no longer open. Start it again to get a new key."
    var factorNameNotAcceptable = "Give the app a name of 1 to 60 characters."
    var notPostponable = "This cannot be put off any longer. Please set up a method now."
    var noSuchFactor = "That method has already been removed."
    var fieldClosed = "Your administrator looks after this field."
    var changedMeanwhile: Sentence = "This was changed meanwhile to {}. Save again to keep yours."
    var clearedMeanwhile = "This was cleared meanwhile. Save again to keep yours."
    var tooLong = CountedSentence(
        one: "That is too long: {} character at most.",
        other: "That is too long: {} characters at most."
    )
    var forbiddenCharacters = "That has characters which cannot be kept. Type it rather than pasting it."
    var notAPhoneNumber = "That is not a phone number. It looks like +1 555 010 9999."
    var notACountry = "That is not a country we know. Enter its name or its two letters."
    var noSuchApplication = "There is no such application, or it is not yours to open."
    var secondFactorNeeded = "This needs a second factor. Verify yourself to go on."
    var somethingFailed = "Something went wrong on our side. Nothing that you typed here is lost; please try again."
    var notReachable = "The portal cannot do this just now. Wait a moment, then try again."
    var outcomeUnknown = "The answer was lost on its way. Look whether it was done before you try again."
}

// Switches without a `default`: a new refusal does not compile until it has words.
extension RefusalWords {
    func sentence(for refusal: BeginSignIn.Refusal) -> String {
        switch refusal {
        case .notAnAddress: notAnAddress
        }
    }

    func sentence(for refusal: CheckPassword.Refusal) -> String {
        switch refusal {
        case .wrongCredentials: wrongCredentials
        case .tooManyTries: tooManySignIns
        case .attemptGone: attemptGone
        }
    }

    func sentence(for refusal: FindAttempt.Refusal) -> String {
        switch refusal {
        case .attemptGone: attemptGone
        }
    }

    func sentence(for refusal: AcceptInvitation.Refusal) -> String {
        switch refusal {
        case .invitationGone: invitationGone
        case .notAnAddress: notAnAddress
        case .notAUsername: notAUsername
        case .addressTaken: addressTaken
        case .usernameTaken: usernameTaken
        case .notAcceptable: passwordNotAcceptable
        }
    }

    func sentence(for refusal: CompleteSignIn.Refusal) -> String {
        switch refusal {
        case .proofNotAccepted, .proofUsedBefore: verificationGone
        case .notPending: signInElsewhere
        }
    }

    func sentence(for refusal: RaiseSession.Refusal) -> String {
        switch refusal {
        case .proofNotAccepted, .proofUsedBefore: verificationGone
        }
    }

    func sentence(for refusal: IssuePassport.Refusal) -> String {
        switch refusal {
        case .noSession: sessionEnded
        }
    }

    func sentence(for refusal: ConfirmPassword.Refusal) -> String {
        switch refusal {
        case .wrongPassword: wrongPassword
        case .tooManyTries: tooManyPasswords
        }
    }

    func sentence(for refusal: ChangePassword.Refusal) -> String {
        switch refusal {
        case .wrongPassword: wrongPassword
        case .tooManyTries: tooManyPasswords
        case .notAcceptable: passwordNotAcceptable
        }
    }

    func sentence(for refusal: CheckCode.Refusal) -> String {
        switch refusal {
        case .wrongCode: wrongCode
        case .tooManyTries(let seconds): wait(seconds)
        case .notEnrolled: notEnrolled
        }
    }

    func sentence(for refusal: BeginAppEnrolment.Refusal) -> String {
        switch refusal {
        case .alreadyEnrolled: alreadyEnrolled
        case .tooManyFactors: tooManyFactors
        }
    }

    func sentence(for refusal: ShowAppEnrolment.Refusal) -> String {
        switch refusal {
        case .enrolmentGone: enrolmentGone
        }
    }

    func sentence(for refusal: ConfirmAppEnrolment.Refusal) -> String {
        switch refusal {
        case .wrongCode: wrongCode
        case .tooManyTries(let seconds): wait(seconds)
        case .enrolmentGone: enrolmentGone
        case .nameNotAcceptable: factorNameNotAcceptable
        }
    }

    func sentence(for refusal: PostponeEnrolment.Refusal) -> String {
        switch refusal {
        case .notPostponable: notPostponable
        }
    }

    func sentence(for refusal: RemoveFactor.Refusal) -> String {
        switch refusal {
        case .noSuchFactor: noSuchFactor
        }
    }

    func sentence(for refusal: EditProfile.Refusal) -> String {
        switch refusal {
        case .notYours: fieldClosed
        case .notAcceptable(let problem): sentence(for: problem)
        case .changedMeanwhile(let current): current.isEmpty ? clearedMeanwhile : changedMeanwhile(current)
        }
    }

    func sentence(for problem: FieldProblem) -> String {
        switch problem {
        case .tooLong: tooLong(FieldProblem.longestValue)
        case .forbiddenCharacters: forbiddenCharacters
        case .notAnAddress: notAnAddress
        case .notAPhoneNumber: notAPhoneNumber
        case .notACountry: notACountry
        }
    }

    func sentence(for refusal: LaunchApplication.Refusal) -> String {
        switch refusal {
        case .noSuchApplication: noSuchApplication
        }
    }

    func sentence(for denial: AccessDenial) -> String {
        switch denial {
        case .passportMissing, .passportForged, .passportExpired, .passportBorrowed, .sessionEnded: sessionEnded
        case .sessionPending, .assuranceNeeded: secondFactorNeeded
        }
    }

    /// For a form that is shown again because nobody answered.
    func sentence(for fault: Fault.Kind) -> String {
        switch fault {
        case .overloaded, .unavailable: notReachable
        case .deadlinePassed, .outcomeUnknown: outcomeUnknown
        case .malformed, .notPermitted, .unknownSubject, .failed: somethingFailed
        }
    }

    /// In whole minutes, rounded up: who waits as long as we said is let in.
    private func wait(_ seconds: Int) -> String {
        waitMinutes(max(1, seconds / 60 + (seconds % 60 > 0 ? 1 : 0)))
    }
}
