extension String {
    /// This text fenced off, for use inside a sentence: its direction does not spill over to the words around it.
    ///
    /// In U+2068 and U+2069 (Unicode UAX #9). Direction marks of its own are taken out, so that it cannot end the
    /// fence. Where an element of its own is at hand, `bdi` does the same.
    public var isolated: String {
        var inside = String.UnicodeScalarView()
        inside.append("\u{2068}")
        inside.append(
            contentsOf: unicodeScalars.filter { scalar in
                switch scalar.value {
                case 0x202A...0x202E, 0x2066...0x2069: false
                default: true
                }
            }
        )
        inside.append("\u{2069}")
        return String(inside)
    }
}
