import Markup
import ProfileContract

/// One field of a profile.
///
/// It sends `POST /profile/:field` with `value`, `seen`, `token`, and `part=row` where a script asks for this row alone
/// in answer.
struct ProfileRow: Sendable {
    var portal: Portal
    var token: String
    var field: ProfileField
    /// As it is saved.
    var value: String
    var edit: ProfileEdit?
    /// Whether it is all that there is to do on its page, so that one can type at once.
    var isAlone = false

    /// More than a value may have, so that nothing is cut off without a word.
    static let longestTypedValue = 1_000

    /// The row, not a document.
    var html: HTML {
        let words = portal.words.profile
        let name = words.label(of: field)
        return form(
            .class("row"),
            .method(.post),
            .action(Places.field(field)),
            .noValidate(),
            .data("field", field.rawValue)
        ) {
            label(.for(id)) { name }
            div(.class("cell")) {
                TokenField(token).html
                input(.type(.hidden), .name("seen"), .value(seen))
                input(
                    .id(id),
                    .name("value"),
                    .type(field.inputType),
                    .value(edit?.shown ?? value),
                    .placeholder(words.add),
                    .autocomplete(field.autocomplete),
                    .inputMode(field.inputMode),
                    .maxLength(Self.longestTypedValue),
                    .dirAuto(),
                    .spellcheck(false),
                    .autofocus(isAlone || problem != nil),
                    .ariaInvalid(problem != nil),
                    .ariaDescribedBy(problem.map { _ in "\(id)-problem" })
                )
                span(.class("said"), .role("status")) {
                    if edit?.outcome == .saved {
                        Icons.done
                        words.saved
                    }
                }
                button(.class("small"), .submit(), .ariaLabel(words.saveField(words: name))) { words.save }
            }
            if let problem { FieldComplaint(id: "\(id)-problem", text: problem).html }
        }
    }

    private var id: String { field.rawValue }

    /// What the next save is to replace: what somebody else saved meanwhile has now been seen.
    private var seen: String {
        if case .overtaken(let current) = edit?.outcome { current } else { value }
    }

    private var problem: String? {
        switch edit?.outcome {
        case nil, .saved, .unsaved: nil
        case .refused(let sentence): sentence
        case .overtaken(let current):
            portal.words.refusals.sentence(for: EditProfile.Refusal.changedMeanwhile(current: current))
        }
    }
}

extension ProfileEdit {
    /// What stands in the field: what was typed, unless it was saved (and perhaps trimmed).
    fileprivate var shown: String? { outcome == .saved ? nil : value }
}

extension ProfileField {
    fileprivate var inputType: InputType {
        switch kind {
        case .email: .email
        case .phone: .tel
        case .name, .text, .country: .text
        }
    }

    fileprivate var inputMode: InputMode? {
        switch kind {
        case .email: .email
        case .phone: .tel
        case .name, .text, .country: nil
        }
    }

    /// What browsers may offer (WCAG 2.2, 1.3.5).
    fileprivate var autocomplete: Autocomplete {
        switch self {
        case .firstName: .givenName
        case .lastName: .familyName
        case .alternateEmail: .email
        case .workCell, .workPhone, .workFax, .personalCell, .homePhone: .telephone
        case .homeStreetAddress, .workStreetAddress: .streetAddress
        case .homeCity, .workCity: .city
        case .homeState, .workState: .state
        case .homeZipCode, .workZipCode: .postalCode
        case .homeCountry, .workCountry: .country
        default: .off
        }
    }
}
