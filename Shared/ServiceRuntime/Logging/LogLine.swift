import Foundation

/// One line of the log, and its two forms.
struct LogLine {
    var time: Date
    var level: Log.Level
    var program: String
    var message: String
    var fields: [(key: String, value: String)]

    /// A longer message or value is cut, so that nobody can fill the log with one request.
    static let longestText = 4096

    /// Fields beyond this many are left out.
    static let mostFields = 64

    func rendered(as format: Log.Format) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    private var timestamp: String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private var text: String {
        var line = "\(timestamp) \(level.rawValue) \(program): \(Self.escaped(message, for: .text))"
        for field in fields.prefix(Self.mostFields) {
            line += " \(Self.escaped(field.key, for: .text))=\(Self.quoted(field.value))"
        }
        return line + "\n"
    }

    private var json: String {
        var line =
            #"{"time":"\#(timestamp)","level":"\#(level.rawValue)","program":"\#(Self.escaped(program, for: .json))""#
        line += #","message":"\#(Self.escaped(message, for: .json))""#
        var names: Set = ["time", "level", "program", "message"]
        for field in fields.prefix(Self.mostFields) {
            var name = field.key
            // Two members of one name are an object that readers disagree about (RFC 8259 §4).
            while !names.insert(name).inserted { name += "_" }
            line += #","\#(Self.escaped(name, for: .json))":"\#(Self.escaped(field.value, for: .json))""#
        }
        return line + "}\n"
    }

    /// A value in quotes, unless it is a plain word.
    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty && value.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || isPlainSign($0) }
        return isPlain ? escaped(value, for: .text) : "\"\(escaped(value, for: .json, control: .text))\""
    }

    private static func isPlainSign(_ scalar: Unicode.Scalar) -> Bool {
        "0123456789-._:/@+".unicodeScalars.contains(scalar)
    }

    /// Cuts a text to its limit and makes everything visible that could forge a line or steer a terminal.
    private static func escaped(
        _ text: String,
        for format: Log.Format,
        control: Log.Format? = nil
    ) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < longestText else { return result + "…" }
            switch scalar {
            case "\"" where format == .json: result += "\\\""
            case "\\" where format == .json: result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isHidden(scalar):
                let digits = String(scalar.value, radix: 16)
                let padding = String(repeating: "0", count: max(0, 4 - digits.count))
                result += (control ?? format) == .json ? "\\u\(padding)\(digits)" : "\\u{\(digits)}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Controls, line separators, and the marks that turn the direction of writing; all lie below U+10000.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}
