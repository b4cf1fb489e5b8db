import HTTP
import MFAContract

// The status of every no of mfa's, and how long a person is to wait; its words are in `RefusalWords`.

extension CheckCode.Refusal {
    var status: HTTPStatus {
        switch self {
        case .wrongCode, .notEnrolled: .unprocessable
        case .tooManyTries: .tooManyRequests
        }
    }

    /// In seconds.
    var wait: Int? {
        switch self {
        case .tooManyTries(let seconds): seconds
        case .wrongCode, .notEnrolled: nil
        }
    }
}

extension BeginAppEnrolment.Refusal {
    var status: HTTPStatus {
        switch self {
        case .alreadyEnrolled, .tooManyFactors: .conflict
        }
    }
}

extension ConfirmAppEnrolment.Refusal {
    var status: HTTPStatus {
        switch self {
        case .wrongCode, .nameNotAcceptable: .unprocessable
        case .tooManyTries: .tooManyRequests
        case .enrolmentGone: 410
        }
    }

    /// In seconds.
    var wait: Int? {
        switch self {
        case .tooManyTries(let seconds): seconds
        case .wrongCode, .enrolmentGone, .nameNotAcceptable: nil
        }
    }
}
