import Markup

/// A field with its label, what helps to fill it, and what is wrong with it.
struct Field {
    var name: String
    var label: String
    var type = InputType.text
    var value = ""
    var placeholder: String?
    var autocomplete = Autocomplete.off
    var inputMode: InputMode?
    /// In UTF-16 units, and generous: what is too long is the server's to say.
    var maxLength: Int?
    /// Where typing goes when the page opens.
    var isFirst = false
    var hint: String?
    var problem: String?
    /// Elements beside hint and problem that say more.
    var describedBy: [String] = []
    /// The name of the button that shows a password, where there is to be one.
    var reveal: String?
    /// Drawn wide apart, for codes.
    var isCode = false

    var html: HTML {
        div(.class("field")) {
            Markup.label(.for(name)) { label }
            if type == .password {
                div(.class("reveal")) {
                    control
                    if let reveal {
                        button(
                            .class("icon", "scripted"),
                            .scripted(),
                            .data("reveal", name),
                            .ariaPressed(false),
                            .ariaLabel(reveal)
                        ) { Icons.eye }
                    }
                }
            } else {
                control
            }
            if let hint { p(.id("\(name)-hint"), .class("hint")) { hint } }
            if let problem { FieldComplaint(id: "\(name)-problem", text: problem).html }
        }
    }

    private var control: HTML {
        input(
            .id(name),
            .name(name),
            .type(type),
            .value(value),
            .placeholder(placeholder),
            .autocomplete(autocomplete),
            .inputMode(inputMode),
            .maxLength(maxLength),
            .classes(isCode ? ["code"] : []),
            .autofocus(isFirst),
            .required(),
            .ariaInvalid(problem != nil),
            .ariaDescribedBy(descriptions),
            .spellcheck(false),
            .autocapitalizeNone()
        )
    }

    private var descriptions: String? {
        let ids = [problem.map { _ in "\(name)-problem" }, hint.map { _ in "\(name)-hint" }].compactMap(\.self)
        let all = ids + describedBy
        return all.isEmpty ? nil : all.joined(separator: " ")
    }
}

/// What is wrong with a field, under it.
struct FieldComplaint {
    var id: String
    var text: String

    var html: HTML {
        p(.id(id), .class("complaint")) {
            Icons.warning
            span { text }
        }
    }
}
