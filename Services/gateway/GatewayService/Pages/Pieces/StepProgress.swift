import Markup

/// How far one is into something of several steps.
struct StepProgress {
    var label: String
    var step: Int
    var steps: Int

    var html: HTML {
        progress(.class("steps"), .ariaLabel(label), .max(steps), .value(String(step))) {}
    }
}
