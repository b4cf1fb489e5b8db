extension QRCode {
    /// How many light modules a reader needs on every side (§9.1).
    public static let quietZone = 4

    /// How many modules each side has with the quiet zone: the width and height of the plane that `outline` is drawn on.
    public var side: Int { size + 2 * Self.quietZone }

    /// The dark modules as the outline of one SVG path, on a plane of `side` by `side`.
    ///
    /// This is how a page takes it: as the `d` of a path in an element of its own, on a light ground.
    public var outline: String {
        var outline = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while self[column, row] { column += 1 }
                let width = column - start
                if width > 0 {
                    outline += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(width)v1h-\(width)z"
                }
                column += 1
            }
        }
        return outline
    }

    /// A whole SVG document, dark on white, without style or script, which grows to any size with sharp edges.
    ///
    /// Nothing in it but numbers comes from the text, so it is safe wherever SVG may stand.
    public var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
        <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(outline)" fill="#000"/></svg>
        """
    }
}
