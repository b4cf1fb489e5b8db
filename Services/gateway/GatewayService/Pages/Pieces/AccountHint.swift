import Markup

/// Tells password managers whose password a form is about.
///
/// It has no name, so that it is never sent.
struct AccountHint {
    var email: String
    var words: SignInWords

    var html: HTML {
        input(
            .type(.email),
            .value(email),
            .autocomplete(.username),
            .readOnly(),
            .hidden(),
            .tabIndex(-1),
            .ariaLabel(words.email)
        )
    }
}
