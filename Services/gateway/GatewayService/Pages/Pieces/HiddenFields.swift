import Markup

/// The proof that a form is ours.
struct TokenField {
    let token: String

    init(_ token: String) {
        self.token = token
    }

    var html: HTML { input(.type(.hidden), .name("token"), .value(token)) }
}

/// Where the person is on the way to, carried along.
struct DestinationField {
    let then: String?

    init(_ then: String?) {
        self.then = then
    }

    var html: HTML {
        guard let then else { return .nothing }
        return input(.type(.hidden), .name("then"), .value(then))
    }
}
