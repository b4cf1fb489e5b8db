import HTTP
import ProfileContract

// How every no of profile's looks; its words are in `RefusalWords`.

extension EditProfile.Refusal {
    var status: HTTPStatus {
        switch self {
        case .notYours: .forbidden
        case .notAcceptable: .unprocessable
        case .changedMeanwhile: .conflict
        }
    }

    /// For programs (RFC 9457 §3.1.1): what the problem's type ends with.
    var code: String {
        switch self {
        case .notYours: "not-yours"
        case .notAcceptable(let problem):
            switch problem {
            case .tooLong: "too-long"
            case .forbiddenCharacters: "forbidden-characters"
            case .notAnAddress: "not-an-address"
            case .notAPhoneNumber: "not-a-phone-number"
            case .notACountry: "not-a-country"
            }
        case .changedMeanwhile: "changed-meanwhile"
        }
    }

    /// What came of the edit, as the page shows it.
    func outcome(in words: RefusalWords) -> ProfileEdit.Outcome {
        switch self {
        case .notYours, .notAcceptable: .refused(words.sentence(for: self))
        case .changedMeanwhile(let current): .overtaken(current: current)
        }
    }
}
