import AuthContract
import HTTP

// The status of every no of auth's; its words are in `RefusalWords`. Switches without a `default`: a new refusal does not
// compile until it has a status.

extension BeginSignIn.Refusal {
    var status: HTTPStatus {
        switch self {
        case .notAnAddress: .unprocessable
        }
    }
}

extension CheckPassword.Refusal {
    var status: HTTPStatus {
        switch self {
        case .wrongCredentials: .unprocessable
        case .tooManyTries: .tooManyRequests
        case .attemptGone: .unprocessable
        }
    }
}

extension CompleteSignIn.Refusal {
    var status: HTTPStatus {
        switch self {
        case .proofNotAccepted, .proofUsedBefore, .notPending: .unprocessable
        }
    }
}

extension RaiseSession.Refusal {
    var status: HTTPStatus {
        switch self {
        case .proofNotAccepted, .proofUsedBefore: .unprocessable
        }
    }
}

extension ConfirmPassword.Refusal {
    var status: HTTPStatus {
        switch self {
        case .wrongPassword: .unprocessable
        case .tooManyTries: .tooManyRequests
        }
    }
}

extension ChangePassword.Refusal {
    var status: HTTPStatus {
        switch self {
        case .wrongPassword, .notAcceptable: .unprocessable
        case .tooManyTries: .tooManyRequests
        }
    }
}
