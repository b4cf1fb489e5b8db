/// What followed a subcommand's name, sorted out.
struct Arguments: Sendable {
    /// Those without hyphens: exactly as many as the subcommand takes.
    let operands: [String]
    private let values: [String: String]
    private let subcommand: String

    /// Sorts `words` out.
    ///
    /// - Throws: a `Complaint` about the first that makes no sense.
    init(_ words: [String], of subcommand: Subcommand) throws(Complaint) {
        let name = subcommand.words.joined(separator: " ")
        var operands: [String] = []
        var values: [String: String] = [:]
        var rest = words[...]
        var isPastOptions = false
        while let word = rest.popFirst() {
            if word == "--", !isPastOptions {
                isPastOptions = true
                continue
            }
            guard word.hasPrefix("-"), word != "-", !isPastOptions else {
                operands.append(word)
                continue
            }
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = subcommand.options.first(where: { $0.name == halves[0] }) else {
                throw .usage("\(name) has no option \(halves[0].prefix(40)). See portico \(name) --help.")
            }
            guard values[option.name] == nil else { throw .usage("\(option.name) is given twice.") }
            if let placeholder = option.value {
                guard let value = halves.count > 1 ? halves[1] : rest.popFirst(), !value.isEmpty else {
                    throw .usage("\(option.name) needs a value: \(option.name) \(placeholder).")
                }
                values[option.name] = value
            } else {
                guard halves.count == 1 else { throw .usage("\(option.name) takes no value.") }
                values[option.name] = ""
            }
        }
        guard operands.count >= subcommand.operands.count else {
            let missing = subcommand.operands[operands.count]
            throw .usage("\(missing) is missing: portico \(subcommand.usage). See portico \(name) --help.")
        }
        guard operands.count == subcommand.operands.count else {
            let extra = operands[subcommand.operands.count].prefix(40)
            throw .usage("\(extra) is one word too many: portico \(subcommand.usage). See portico \(name) --help.")
        }
        self.operands = operands
        self.values = values
        self.subcommand = name
    }

    /// Whether an option was given.
    func has(_ option: String) -> Bool { values[option] != nil }

    /// The value of an option, if it was given.
    func value(of option: String) -> String? { values[option] }

    /// The value of an option that is a whole number within bounds, if it was given.
    func number(of option: String, in range: ClosedRange<Int>) throws(Complaint) -> Int? {
        guard let text = values[option] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage("\(option) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
