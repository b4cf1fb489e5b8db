import QRCode

extension QRPicture {
    /// The picture of a text.
    ///
    /// - Throws: `TextTooLong`.
    init(of text: String) throws {
        let code = try QRCode(text)
        self.init(side: code.side, outline: code.outline)
    }
}
