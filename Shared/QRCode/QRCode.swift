/// A QR code that holds a text (ISO/IEC 18004): a square of dark and light modules.
///
/// ```swift
/// let code = try QRCode("otpauth://totp/…")
/// let picture = svg(.viewBox(width: code.side, height: code.side)) { path(.d(code.outline)) {} }
/// ```
///
/// The text is held as its UTF-8 bytes (byte mode), which every reader in use takes for what they are, in the smallest
/// version that has room for them.
public struct QRCode: Sendable, Hashable {
    /// From 1, the smallest, to 40.
    public let version: Int
    /// How much of the symbol may be unreadable.
    public let correction: ErrorCorrection
    /// How many modules each side has, without the quiet zone around them.
    public let size: Int
    let mask: Mask
    private let grid: Grid

    /// Makes the code that holds `text`.
    ///
    /// - Throws: `TextTooLong` where even the largest version has no room for it.
    public init(_ text: String, correction: ErrorCorrection = .medium) throws(TextTooLong) {
        let bytes = Array(text.utf8)
        guard let version = Version.smallest(holding: bytes.count, correction) else {
            throw TextTooLong(
                byteCount: bytes.count,
                limit: Version.largest.byteCapacity(correction),
                correction: correction
            )
        }
        let codewords = Codewords.interleaved(
            data: Codewords.data(of: bytes, in: version, correction),
            in: version,
            correction
        )
        self.init(codewords: codewords, version: version, correction: correction)
    }

    /// Makes the symbol that holds `codewords`, with the mask that reads best (§7.8.3).
    init(codewords: [UInt8], version: Version, correction: ErrorCorrection) {
        var blank = Grid(functionPatternsOf: version)
        blank.place(codewords)
        var best: (mask: Mask, grid: Grid, penalty: Int)?
        for mask in Mask.allCases {
            var grid = blank
            grid.apply(mask)
            grid.drawFormat(correction, mask)
            let penalty = grid.penalty
            if penalty < best?.penalty ?? .max { best = (mask, grid, penalty) }
        }
        self.version = version.number
        self.correction = correction
        size = version.size
        mask = best?.mask ?? .rowsAndColumns
        grid = best?.grid ?? blank
    }

    /// Whether a module is dark; beyond the edges everything is light, as in the quiet zone.
    public subscript(column: Int, row: Int) -> Bool {
        grid.isDark(column, row)
    }
}

/// A text has no room in any QR code.
public struct TextTooLong: Error, Hashable, CustomStringConvertible {
    /// The text's length in UTF-8.
    public let byteCount: Int
    /// The greatest length at this level of correction.
    public let limit: Int
    /// The level of correction that was asked for.
    public let correction: ErrorCorrection

    /// Says how long it is and how long it may be, and nothing of the text.
    public var description: String {
        "the text has \(byteCount) bytes, and a QR code with \(correction) error correction holds at most \(limit)"
    }
}
