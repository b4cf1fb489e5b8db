/// What bytes mean in protocols of plain ASCII.
enum ASCII {
    static let tab: UInt8 = 9
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let space: UInt8 = 32
    static let quote: UInt8 = 34
    static let percent: UInt8 = 37
    static let ampersand: UInt8 = 38
    static let plus: UInt8 = 43
    static let comma: UInt8 = 44
    static let slash: UInt8 = 47
    static let zero: UInt8 = 48
    static let colon: UInt8 = 58
    static let semicolon: UInt8 = 59
    static let equals: UInt8 = 61
    static let question: UInt8 = 63

    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- zero < 10
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 97 < 26
    }

    /// The value of a hexadecimal digit, or nil.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// A to Z as a to z, everything else as it is.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 65 < 26 ? byte | 0x20 : byte
    }

    /// Whether a byte may stand in a method or in the name of a header (`tchar`, RFC 9110 §5.6.2).
    static func isTokenByte(_ byte: UInt8) -> Bool {
        byte < 128 && tokenBytes[Int(byte)]
    }

    private static let tokenBytes: [Bool] = (0..<128).map { byte in
        isDigit(byte) || isLetter(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// Whether a text is a token: at least one byte, all of them `tchar`.
    static func isToken(_ text: some Collection<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy(isTokenByte)
    }

    /// Whether two texts are the same but for the case of their ASCII letters.
    static func areEqual(_ first: String, _ second: String) -> Bool {
        areEqual(first.utf8, second.utf8)
    }

    /// Whether two texts are the same but for the case of their ASCII letters.
    static func areEqual(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { lowercased($0) == lowercased($1) }
    }

    /// A text without the spaces and tabs around it (`OWS`, RFC 9110 §5.6.3).
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == space || first == tab { text.removeFirst() }
        while let last = text.last, last == space || last == tab { text.removeLast() }
        return text
    }

    /// The decimal number that a text of digits alone writes; nil for anything else and for one that does not fit.
    static func number(_ text: some Collection<UInt8>) -> Int? {
        guard !text.isEmpty else { return nil }
        var number = 0
        for byte in text {
            guard isDigit(byte) else { return nil }
            let (tens, overflowed) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowedToo) = tens.addingReportingOverflow(Int(byte - zero))
            if overflowed || overflowedToo { return nil }
            number = sum
        }
        return number
    }
}
